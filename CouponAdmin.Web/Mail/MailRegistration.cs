namespace CouponAdmin.Web.Mail;

/// <summary>Mail by SMTP, outside the requests that ask for it.</summary>
internal static class MailRegistration
{
    public static void AddMail(this WebApplicationBuilder builder) => builder.Services
        .AddSingleton(MailOptions.Read(builder.Configuration, builder.Environment))
        .AddSingleton<MailReport>()
        .AddSingleton<MailQueue>()
        .AddHostedService<MailSender>();
}
