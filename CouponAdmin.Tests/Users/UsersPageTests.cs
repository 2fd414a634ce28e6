using Bunit;
using CouponAdmin.Core.Operators;
using CouponAdmin.Tests.Fixtures;
using CouponAdmin.Web.Accounts.Links;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Mail;
using CouponAdmin.Web.Shared;
using CouponAdmin.Web.Users;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace CouponAdmin.Tests.Users;

public sealed class UsersPageTests : ComponentTest
{
    private static readonly StaffView Min = new("u-2", "min@example.com", "Min", Roles.Operator, LockoutEnd: null);

    // No use case stands behind the dialogs: one that is reached in spite of the gate fails the test.
    public UsersPageTests()
    {
        MailOptions mail = new();
        Services.AddSingleton(new ChangeRole(null!)).AddSingleton(new DisableAccount(null!)).AddSingleton(new ResetPassword(null!)).AddSingleton(new CreateAccount(null!))
            .AddSingleton(new PasswordLink(null!)).AddSingleton(mail)
            .AddSingleton(new AccountMail(new MailQueue(mail, new MailReport(TimeProvider.System)), mail, new LinkAsks(mail, new EmailNormalizer(), TimeProvider.System)));
    }

    public static TheoryData<Type, string> Dialogs => new()
    {
        { typeof(RoleDialog), "Make Min Operator" },
        { typeof(PasswordDialog), "Reset the password" },
        { typeof(LinkDialog), "Make the link" },
        { typeof(DisableDialog), "Disable Min" },
        { typeof(AccountDialog), "Create the account" },
    };

    [Theory, MemberData(nameof(Dialogs))]
    public async Task Dialog_WhenTheRightWasTakenMeanwhile_RefusesAndDoesNothing(Type dialog, string act)
    {
        ActAs(Policies.Read, Policies.Operate);
        IRenderedComponent<MudDialogProvider> provider = Render<MudDialogProvider>();
        DialogParameters parameters = dialog == typeof(AccountDialog) ? [] : new DialogParameters { ["Account"] = Min };
        await provider.InvokeAsync(() => Services.GetRequiredService<IDialogService>().ShowAsync(dialog, title: null, parameters));

        await provider.FindComponents<MudButton>().Single(b => b.Find("button").TextContent.Trim() == act).Find("button").ClickAsync(new());

        Assert.Contains("Only an administrator can change accounts.", provider.Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "Active")]
    [InlineData(5, "Locked for a while")]
    [InlineData(-5, "Active")]
    [InlineData(int.MaxValue, "Disabled")]
    public void State_WhenLocked_TellsForHowLong(int minutes, string word)
    {
        DateTimeOffset? end = minutes switch
        {
            0 => null,
            int.MaxValue => DateTimeOffset.MaxValue,
            _ => TimeProvider.System.GetUtcNow().AddMinutes(minutes),
        };
        Assert.Contains(word, Render<AccountState>(p => p.Add(s => s.Account, Min with { LockoutEnd = end })).Markup, StringComparison.Ordinal);
    }
}
