// The secret of a mailed link stands behind the #, which no server is sent.
// It is put into the form and taken out of the address and the history.

const label = document.querySelector('[data-link-code]');
const field = label?.querySelector('input');
if (field) {
  const code = location.hash.slice(1);
  if (code) {
    field.value = code;
    history.replaceState(null, '', location.pathname);
  }
  label.hidden = field.value !== '';
}
