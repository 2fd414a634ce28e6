using System.Text;
using System.Text.Encodings.Web;
using MimeKit;
using MimeKit.Text;
using MimeKit.Utils;

namespace CouponAdmin.Web.Mail;

/// <summary>A mail as a person reads it: paragraphs, and at most one link with a line of its own.</summary>
/// <param name="To">The address.</param>
/// <param name="Subject">One line.</param>
/// <param name="Before">Paragraphs in front of the link.</param>
/// <param name="Link">The whole address, with a secret in it; null for none.</param>
/// <param name="After">Paragraphs behind it.</param>
internal sealed record Letter(string To, string Subject, IReadOnlyList<string> Before, string? Link, IReadOnlyList<string> After)
{
    // Korean stays Korean in the source of the mail; markup is still written out.
    private static readonly HtmlEncoder Html = HtmlEncoder.Create(System.Text.Unicode.UnicodeRanges.All);

    /// <summary>The mail with both its forms, in the language of the one who reads.</summary>
    public MimeMessage ToMessage(MailboxAddress from, MailboxAddress to)
    {
        MimeMessage message = new() { Subject = Subject, MessageId = MimeUtils.GenerateMessageId(from.Domain) };
        message.From.Add(from);
        message.To.Add(to);

        // Nobody's absence note shall answer it (RFC 3834, section 5).
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        message.Body = new MultipartAlternative { new TextPart(TextFormat.Plain) { Text = Plain() }, new TextPart(TextFormat.Html) { Text = Markup() } };
        return message;
    }

    private string Plain() => string.Join("\r\n\r\n", [.. Before, .. Link is null ? [] : new[] { Link }, .. After, "CouponAdmin"]) + "\r\n";

    private string Markup()
    {
        StringBuilder html = new("<!DOCTYPE html><html><head><meta charset=\"utf-8\"></head><body style=\"font-family:sans-serif;line-height:1.5\">");
        Add(html, Before);
        if (Link is not null)
        {
            html.Append("<p><a href=\"").Append(Html.Encode(Link)).Append("\">").Append(Html.Encode(Link)).Append("</a></p>");
        }

        Add(html, After);
        return html.Append("<p>CouponAdmin</p></body></html>").ToString();
    }

    private static void Add(StringBuilder html, IReadOnlyList<string> paragraphs)
    {
        foreach (string paragraph in paragraphs)
        {
            html.Append("<p>").Append(Html.Encode(paragraph)).Append("</p>");
        }
    }
}
