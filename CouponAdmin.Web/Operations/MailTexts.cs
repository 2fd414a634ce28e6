using CouponAdmin.Web.Mail;
using CouponAdmin.Web.Shared;

namespace CouponAdmin.Web.Operations;

/// <summary>What is wrong with the mail, in words.</summary>
internal static class MailTexts
{
    public static string Of(MailTrouble trouble) => trouble.IsLost
        ? Say.In($"메일을 보내지 못했습니다: {Word(trouble.Fault)}", $"A mail could not be sent: {Word(trouble.Fault)}")
        : Say.In($"메일이 늦어지고 있으며 다시 시도합니다: {Word(trouble.Fault)}", $"A mail is late and will be tried again: {Word(trouble.Fault)}");

    // No default arm: a new fault does not compile until it has its words here.
    public static string Word(MailFault fault) => fault switch
    {
        MailFault.Unreachable => Say.In("메일 서버에 연결되지 않습니다 (Mail:Host, Mail:Port).", "the mail server can't be reached (Mail:Host, Mail:Port)."),
        MailFault.NotSecure => Say.In("메일 서버와 암호화된 연결을 맺지 못합니다 (Mail:Security, 서버의 인증서).", "no encrypted connection to the mail server (Mail:Security, the server's certificate)."),
        MailFault.NotLetIn => Say.In("메일 서버가 로그인을 거절했습니다 (Mail:User, Mail:Password).", "the mail server refused the sign-in (Mail:User, Mail:Password)."),
        MailFault.RefusedForNow => Say.In("메일 서버가 지금은 받지 않습니다.", "the mail server refuses for now."),
        MailFault.Refused => Say.In("메일 서버가 이 주소나 보낸 사람(Mail:From)을 거절했습니다.", "the mail server refused this address or the sender (Mail:From)."),
        MailFault.TimedOut => Say.In("메일 서버가 제때 답하지 않았습니다.", "the mail server did not answer in time."),
        MailFault.DatabaseAway => Say.In("데이터베이스에 연결되지 않아 메일을 쓰지 못했습니다.", "the database could not be reached to write it."),
        MailFault.TooMany => Say.In("기다리는 메일이 한도를 넘었습니다.", "more mails wait than the limit allows."),
        MailFault.Unexpected => Say.In("알 수 없는 문제입니다. 로그를 보십시오.", "an unexpected fault; see the log."),
    };
}
