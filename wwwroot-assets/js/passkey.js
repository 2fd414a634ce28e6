// Passkeys on static pages: the browser makes or shows a key, and a form carries its answer to the server.

async function answerOf(form) {
  const email = form.dataset.email ? document.getElementById(form.dataset.email) : null;
  const response = await fetch(form.dataset.options, { method: 'POST', body: new URLSearchParams(email ? { email: email.value } : {}) });
  if (!response.ok) throw new Error((await response.json().catch(() => ({}))).detail);
  const options = await response.json();
  return form.dataset.passkey === 'create'
    ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
    : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
}

const saidOf = (form, error) =>
  ({ NotAllowedError: form.dataset.cancelled, InvalidStateError: form.dataset.known })[error.name] ?? form.dataset.failed;

async function carry(form) {
  const email = form.dataset.email ? document.getElementById(form.dataset.email) : null;
  if (email && !email.reportValidity()) return;
  const button = form.querySelector('button');
  const problem = form.querySelector('.problem');
  if (button.getAttribute('aria-disabled') === 'true') return;
  button.setAttribute('aria-disabled', 'true');
  problem.hidden = true;
  try {
    form.querySelector('[data-credential]').value = JSON.stringify(await answerOf(form));
    form.submit();
  } catch (error) {
    problem.textContent = saidOf(form, error);
    problem.hidden = false;
    button.setAttribute('aria-disabled', 'false');
  }
}

// Offered only where it can work: a secure page, and a browser that reads the server's JSON.
const isOffered = Boolean(globalThis.PublicKeyCredential?.parseCreationOptionsFromJSON);
for (const form of document.querySelectorAll('form[data-passkey]')) {
  form.hidden = !isOffered;
  form.classList.toggle('offered', isOffered);
  form.addEventListener('submit', event => {
    event.preventDefault();
    carry(form);
  });
}
