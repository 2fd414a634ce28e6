using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Operators;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CouponAdmin.Core.Seeding;

/// <summary>A sale to look at: people of each role, one campaign that is open, one still to open, one sold out by real claims.</summary>
/// <remarks>For Development alone (<c>Demo:Seed</c>). Runs once: a database with any campaign is left as it is.</remarks>
public sealed class DemoSeed(
    IDbContextFactory<CouponDbContext> databases, IServiceScopeFactory scopes, CreateCampaign create, PublishCampaign publish, ClaimDesk desk, TimeProvider time)
{
    /// <summary>Makes demo accounts and a demo sale, <c>true</c> or <c>false</c> (the default outside Development). Never in production: the password is public.</summary>
    public const string Setting = "Demo:Seed";

    /// <summary>The password of every demo account; they exist only where <see cref="Setting"/> is on.</summary>
    public const string Password = "coupon-demo-1";

    public const string OpenSlug = "spring-drop";
    public const string ComingSlug = "midnight-coffee";
    public const string SoldOutSlug = "early-bird";

    private const int Members = 5;
    private const int SoldOutQuantity = 3;

    /// <summary>The demo accounts: address, name, role.</summary>
    public static readonly IReadOnlyList<(string Email, string Name, string Role)> People =
    [
        ("admin@example.com", "Ada Admin", Roles.Administrator),
        ("operator@example.com", "민지 운영", Roles.Operator),
        ("viewer@example.com", "Vic Viewer", Roles.Viewer),
        ("cashier@example.com", "하나 계산", Roles.Cashier),
        .. Enumerable.Range(1, Members).Select(i => ($"member{i}@example.com", $"회원 {i}", Roles.Member)),
    ];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await AddPeopleAsync();
        await using (CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken))
        {
            if (await db.Set<Campaign>().AnyAsync(cancellationToken))
            {
                return;
            }
        }

        DateTimeOffset now = time.GetUtcNow();
        await OpenAsync(OpenSlug, "봄맞이 10% 할인", "전 품목 10% 할인 쿠폰입니다. 선착순 1,000명께 드립니다.", 1_000, now.AddMinutes(-5), now.AddHours(12), Percent(10) with { Maximum = 10_000, MinimumOrder = 20_000, Currency = "KRW", Terms = Terms }, cancellationToken);
        await OpenAsync(ComingSlug, "자정 커피 3,000원", "아메리카노 한 잔을 3,000원 할인합니다.", 500, now.AddMinutes(30), now.AddHours(3), Won(3_000), cancellationToken);
        await OpenAsync(SoldOutSlug, "얼리버드 20% 할인", "가장 먼저 오신 세 분께 드렸습니다.", SoldOutQuantity, now.AddHours(-1), now.AddHours(6), Percent(20), cancellationToken);
        await SellOutAsync(cancellationToken);
    }

    private async Task AddPeopleAsync()
    {
        await using AsyncServiceScope scope = scopes.CreateAsyncScope();
        UserManager<Account> accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        RoleManager<IdentityRole> roles = scope.ServiceProvider.GetRequiredService<RoleManager<IdentityRole>>();
        await RoleSeed.RunAsync(roles);
        foreach ((string email, string name, string role) in People)
        {
            if (await accounts.FindByEmailAsync(email) is null)
            {
                Account account = new() { UserName = email, Email = email, EmailConfirmed = true, DisplayName = name };
                RoleSeed.Require(await accounts.CreateAsync(account, Password));
                RoleSeed.Require(await accounts.AddToRoleAsync(account, role));
            }
        }
    }

    private async Task OpenAsync(
        string slug, string name, string description, int quantity, DateTimeOffset opens, DateTimeOffset closes, BenefitDraft benefit, CancellationToken cancellationToken)
    {
        CampaignDraft draft = new()
        {
            Slug = slug,
            Name = name,
            Description = description,
            Quantity = quantity,
            OpensAt = opens,
            ClosesAt = closes,
            Benefit = benefit,
            CouponValidDays = 30,
        };
        Require(await create.ExecuteAsync(draft, Actor.System, cancellationToken));
        Require(await publish.ExecuteAsync(slug, Actor.System, cancellationToken));
    }

    private async Task SellOutAsync(CancellationToken cancellationToken)
    {
        await using AsyncServiceScope scope = scopes.CreateAsyncScope();
        UserManager<Account> accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        foreach ((string email, _, _) in People.Where(p => p.Role == Roles.Member).Take(SoldOutQuantity))
        {
            Account member = await accounts.FindByEmailAsync(email) ?? throw new InvalidOperationException($"The demo account {email} was not made.");
            await desk.ClaimAsync(SoldOutSlug, member.Id, cancellationToken);
        }
    }

    private const string Terms = "한 주문에 한 장만 쓸 수 있습니다.\n주문을 모두 취소하면 쿠폰을 유효 기간 안에서 다시 쓸 수 있습니다.";

    private static BenefitDraft Percent(int value) => new() { Kind = BenefitKind.Percent, Value = value };

    private static BenefitDraft Won(int value) => new() { Kind = BenefitKind.Amount, Value = value, Currency = "KRW" };

    private static void Require(Results.Result<CampaignView> result)
    {
        if (result.Refusal is { } refusal)
        {
            throw new InvalidOperationException($"The demo sale could not be made: {refusal.Detail}");
        }
    }
}
