using System.Net;
using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.EventLog;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using CouponAdmin.Core.Webhooks;
using CouponAdmin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CouponAdmin.Tests.Events;

/// <summary>A webhook's life, with a receiver that is a real server. The test decides when something is sent.</summary>
public sealed class WebhookTests
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Delivery_WhenCouponsAreIssued_IsSignedInOrderAndComesOnce(DatabaseProvider database)
    {
        await using TestReceiver receiver = await TestReceiver.StartAsync();
        await using TestSale sale = await OpenAsync(quantity: 250, database);
        WebhookSecret made = await CreateAsync(sale, receiver);
        await IssueAsync(sale, 250);

        await SendAsync(sale, made);
        await SendAsync(sale, made);

        Assert.Equal([100, 100, 50], receiver.All.Select(call => call.Events.Count));
        Assert.Equal(Enumerable.Range(1, 250), receiver.All.SelectMany(call => call.Events).Select(e => e.GetProperty("coupon").GetProperty("number").GetInt32()));
        Assert.All(receiver.All, call => Assert.True(call.IsSignedBy(made.Secret)));
        Assert.Equal(3, receiver.All.Select(call => call.MessageId).Distinct().Count());
        WebhookView view = await ViewAsync(sale, made);
        Assert.Equal((0, 0, true), (view.Waiting, view.Failures, view.DeliveredAt is not null));
        DeliveryPage page = (await sale.First.Get<WebhookDirectory>().DeliveriesAsync(made.Webhook.Id, null, 2, default))!;
        Assert.Equal([(50, 204), (100, 204)], page.Items.Select(d => (d.Events, d.Status!.Value)));
        Assert.Equal(100, Assert.Single((await sale.First.Get<WebhookDirectory>().DeliveriesAsync(made.Webhook.Id, page.Next, 2, default))!.Items).Events);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Delivery_WhenRefused_ComesAgainLaterAndIsGivenUpAfterThreeDays(DatabaseProvider database)
    {
        await using TestReceiver receiver = await TestReceiver.StartAsync();
        await using TestSale sale = await OpenAsync(quantity: 1, database);
        WebhookSecret made = await CreateAsync(sale, receiver);
        await IssueAsync(sale, 1);
        receiver.Answers = static _ => HttpStatusCode.InternalServerError;

        TimeSpan pause = TimeSpan.Zero;
        for (int tries = 1; tries <= 4; tries++)
        {
            await SendAsync(sale, made);
            WebhookView failing = await ViewAsync(sale, made);
            Assert.Equal((tries, WebhookState.Active, 1), (failing.Failures, failing.State, failing.Waiting));
            TimeSpan next = failing.NextTryAt!.Value - sale.First.Get<StoreClock>().Now.ToDateTimeOffset();
            Assert.True(next > pause, $"try {tries}: {next} is no longer than {pause}");
            pause = next;
        }

        Assert.Single(receiver.All.Select(call => call.MessageId).Distinct());
        Assert.Equal("The receiver says 500.", (await LastAsync(sale, made)).Answer);
        await sale.ExecuteSqlAsync($"UPDATE webhooks SET \"FailingSince\" = \"FailingSince\" - {(long)WebhookRules.GiveUpAfter.TotalMicroseconds}");
        await SendAsync(sale, made);
        Assert.Equal(WebhookState.GaveUp, (await ViewAsync(sale, made)).State);
        await SendAsync(sale, made);
        Assert.Equal(5, receiver.All.Count);

        receiver.Answers = static _ => HttpStatusCode.OK;
        TestSale.Require(await sale.First.Get<EditWebhook>().EnableAsync(made.Webhook.Id, skipsMissed: false, TestSale.Operator, default));
        await SendAsync(sale, made);
        Assert.Equal((6, 0), (receiver.All.Count, (await ViewAsync(sale, made)).Waiting));
    }

    [Fact]
    public async Task Delivery_WhenTheReceiverIsGoneOrMissed_SaysSo()
    {
        await using TestReceiver receiver = await TestReceiver.StartAsync();
        await using TestSale sale = await OpenAsync(quantity: 3);
        WebhookSecret made = await CreateAsync(sale, receiver);
        await IssueAsync(sale, 1);
        receiver.Answers = static _ => HttpStatusCode.Gone;
        await SendAsync(sale, made);
        Assert.Equal(WebhookState.Gone, (await ViewAsync(sale, made)).State);

        receiver.Answers = static _ => HttpStatusCode.NoContent;
        TestSale.Require(await sale.First.Get<EditWebhook>().EnableAsync(made.Webhook.Id, skipsMissed: true, TestSale.Operator, default));
        await SendAsync(sale, made);
        Assert.Single(receiver.All);
        receiver.Answers = static _ => HttpStatusCode.TemporaryRedirect;
        await IssueAsync(sale, 1, from: 1);
        await SendAsync(sale, made);
        Assert.Equal((DeliveryOutcome.Refused, 307), ((await LastAsync(sale, made)).Outcome, (await LastAsync(sale, made)).Status));

        TaskCompletionSource never = new();
        receiver.Gate = never.Task;
        await SendAsync(sale, made);
        Assert.Equal(DeliveryOutcome.TimedOut, (await LastAsync(sale, made)).Outcome);
        never.SetResult();
        await receiver.DisposeAsync();
        await SendAsync(sale, made);
        Assert.Equal(DeliveryOutcome.Unreachable, (await LastAsync(sale, made)).Outcome);
    }

    [Theory]
    [InlineData("http://127.0.0.1:9/")]
    [InlineData("https://localhost/")]
    [InlineData("https://[::1]/")]
    [InlineData("https://[::ffff:10.0.0.1]/")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    public async Task Delivery_WhenItLeadsIntoAPrivateNetwork_IsNotMade(string url)
    {
        using WebhookClient client = new(new WebhookOptions());
        Assert.Equal(DeliveryOutcome.ForbiddenAddress, (await client.PostAsync(url, "{}", [], default)).Outcome);
    }

    [Theory]
    [InlineData("93.184.216.34", false)]
    [InlineData("2606:4700::1111", false)]
    [InlineData("10.1.2.3", true)]
    [InlineData("172.31.255.255", true)]
    [InlineData("192.168.1.1", true)]
    [InlineData("100.64.0.1", true)]
    [InlineData("0.0.0.0", true)]
    [InlineData("224.0.0.1", true)]
    [InlineData("255.255.255.255", true)]
    [InlineData("::", true)]
    [InlineData("fe80::1", true)]
    [InlineData("fd00::1", true)]
    [InlineData("64:ff9b::a00:1", true)]
    [InlineData("2002:a00:1::", true)]
    [InlineData("::ffff:192.168.0.1", true)]
    public void Address_WhenItIsNobodysOnTheInternet_IsPrivate(string address, bool isPrivate) => Assert.Equal(isPrivate, PrivateAddresses.Has(IPAddress.Parse(address)));

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Senders_WhenTwoInstancesHaveTheSameWebhook_DeliverOneAtATime(DatabaseProvider database)
    {
        await using TestReceiver receiver = await TestReceiver.StartAsync();
        await using TestSale sale = await OpenAsync(quantity: 1_000, database);
        TestInstance second = await sale.AddInstanceAsync();
        WebhookSecret made = await CreateAsync(sale, receiver);
        await IssueAsync(sale, 1_000);
        TaskCompletionSource open = new();
        receiver.Gate = open.Task;

        Task first = SendAsync(sale, made);
        await Eventually.HoldsAsync(() => TakenAsync(sale, made), taken => taken);
        WebhookSender besides = new(
            new WebhookBook(second.Get<IDbContextFactory<CouponDbContext>>(), second.Get<StoreClock>(), second.Get<WebhookOptions>()) { Owner = "another" },
            second.Get<WebhookPost>(), second.Get<EventReader>(), second.Get<CouponAdmin.Core.Issuance.Draining.DrainPace>(), second.Get<StoreClock>(), TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger<WebhookSender>.Instance);
        await besides.RunAsync(made.Webhook.Id, default);
        open.SetResult();
        await first;

        Assert.Equal(10, receiver.All.Count);
        Assert.Equal(Enumerable.Range(1, 1_000), receiver.All.SelectMany(call => call.Events).Select(e => e.GetProperty("coupon").GetProperty("number").GetInt32()));
    }

    [Fact]
    public async Task Secret_WhenRotated_SignsBesideTheOldOneUntilThatIsDropped()
    {
        await using TestReceiver receiver = await TestReceiver.StartAsync();
        await using TestSale sale = await OpenAsync(quantity: 1);
        WebhookSecret made = await CreateAsync(sale, receiver);
        TryWebhook send = sale.First.Get<TryWebhook>();
        RotateWebhookSecret rotate = sale.First.Get<RotateWebhookSecret>();

        WebhookSecret renewed = TestSale.Require(await rotate.ExecuteAsync(made.Webhook.Id, null, TestSale.Operator, default));
        TestSale.Require(await send.TestAsync(made.Webhook.Id, TestSale.Operator, default));
        Assert.Equal((true, true), (receiver.All[0].IsSignedBy(made.Secret), receiver.All[0].IsSignedBy(renewed.Secret)));
        Assert.Equal(("webhook.test", 0), (receiver.All[0].Json.GetProperty("type").GetString(), receiver.All[0].Events.Count));
        (await rotate.ExecuteAsync(made.Webhook.Id, 1, TestSale.Operator, default)).TryGet(out _, out Refusal? third);
        Assert.Equal(RefusalKind.WrongState, third!.Kind);

        TestSale.Require(await rotate.DropOldAsync(made.Webhook.Id, TestSale.Operator, default));
        TestSale.Require(await send.TestAsync(made.Webhook.Id, TestSale.Operator, default));
        Assert.Equal((false, true), (receiver.All[1].IsSignedBy(made.Secret), receiver.All[1].IsSignedBy(renewed.Secret)));

        await using CouponDbContext db = await sale.First.OpenDatabaseAsync();
        Assert.Equal(
            ["create-webhook", "rotate-webhook-secret", "test-webhook", "drop-webhook-secret", "test-webhook"],
            await db.Set<AuditEntry>().Where(a => a.Action.EndsWith("webhook") || a.Action.EndsWith("secret")).OrderBy(a => a.Id).Select(a => a.Action).ToListAsync());
        string everything = string.Concat(await db.Set<AuditEntry>().Select(a => a.Change).ToListAsync());
        Assert.DoesNotContain("key=1", everything, StringComparison.Ordinal);
        Assert.DoesNotContain(SigningSecrets.Mark, everything, StringComparison.Ordinal);
        byte[] kept = await db.Set<Webhook>().Select(w => w.Secret).SingleAsync();
        Assert.DoesNotContain(SigningSecrets.Mark, System.Text.Encoding.UTF8.GetString(kept), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Webhook_WhenItAsksForOneKind_IsToldThatAloneAndSentAgainByHand()
    {
        await using TestReceiver receiver = await TestReceiver.StartAsync();
        await using TestSale sale = await OpenAsync(quantity: 3);
        WebhookSecret made = await CreateAsync(sale, receiver, "coupon.revoked");
        await IssueAsync(sale, 3);
        TestSale.Require(await sale.RevokeAsync(2, returnUnit: false));

        await SendAsync(sale, made);

        Received only = Assert.Single(receiver.All);
        Assert.Equal((1, "coupon.revoked"), (only.Events.Count, only.Events[0].GetProperty("type").GetString()));
        Assert.Equal(0, (await ViewAsync(sale, made)).Waiting);
        DeliveryView again = TestSale.Require(await sale.First.Get<TryWebhook>().AgainAsync(made.Webhook.Id, (await LastAsync(sale, made)).Id, TestSale.Operator, default));
        Assert.Equal((DeliveryKind.Again, DeliveryOutcome.Accepted, 1), (again.Kind, again.Outcome, again.Events));
        Assert.Equal((only.MessageId, only.Events[0].GetRawText()), (receiver.All[1].MessageId, receiver.All[1].Events[0].GetRawText()));
        Assert.Equal(2, receiver.All.Count);
    }

    [Fact]
    public async Task Webhook_WhenItsFieldsBreakRules_IsRefusedWithEachField()
    {
        await using TestSale sale = await TestSale.OpenAsync(StoreKind.Embedded);
        CreateWebhook create = sale.First.Get<CreateWebhook>();
        await RefusedAsync(new WebhookDraft("", "http://shop.example.com", ["coupon.eaten"]), ("name", FieldRule.Required), ("url", FieldRule.NotHttps), ("types", FieldRule.UnknownValue));
        await RefusedAsync(new WebhookDraft("n", "no address", ["coupon.issued", "coupon.issued"]), ("url", FieldRule.NotAnAddress), ("types", FieldRule.Repeated));
        await RefusedAsync(new WebhookDraft(new string('n', 101), $"https://shop.example.com/{new string('p', 500)}", null), ("name", FieldRule.TooLong), ("url", FieldRule.TooLong));
        await RefusedAsync(new WebhookDraft("n", "https://user:secret@shop.example.com/", null), ("url", FieldRule.NotAnAddress));
        for (int i = 0; i < WebhookRules.WebhooksMax; i++)
        {
            TestSale.Require(await create.ExecuteAsync(new WebhookDraft($"{i}", "https://shop.example.com/", null), TestSale.Operator, default));
        }

        (await create.ExecuteAsync(new WebhookDraft("one more", "https://shop.example.com/", null), TestSale.Operator, default)).TryGet(out _, out Refusal? refusal);
        Assert.Equal((RefusalKind.TooManyWebhooks, WebhookRules.WebhooksMax), (refusal!.Kind, refusal.Bound));

        async Task RefusedAsync(WebhookDraft draft, params (string, FieldRule)[] problems)
        {
            (await create.ExecuteAsync(draft, TestSale.Operator, default)).TryGet(out _, out Refusal? broken);
            Assert.Equal(problems, broken!.Fields.Select(f => (f.Field, f.Rule)));
        }
    }

    private static Task<TestSale> OpenAsync(int quantity, DatabaseProvider database = DatabaseProvider.Sqlite) => TestSale.OpenAsync(new TestSaleOptions
    {
        Quantity = quantity,
        Database = database,
        More = static services => services.AddSingleton(new WebhookOptions { AllowPrivateAddresses = true, Timeout = TimeSpan.FromSeconds(2) }),
    });

    private static async Task<WebhookSecret> CreateAsync(TestSale sale, TestReceiver receiver, params string[] types)
    {
        await sale.First.Get<EventNumberer>().NumberAsync(isThorough: true, default);
        return TestSale.Require(await sale.First.Get<CreateWebhook>().ExecuteAsync(new WebhookDraft("The shop", receiver.Url, types), TestSale.Operator, default));
    }

    private static async Task IssueAsync(TestSale sale, int count, int from = 0)
    {
        await sale.ClaimAllAsync(TestMembers.Take(from + count).Skip(from));
        await sale.DrainAsync();
    }

    private static async Task SendAsync(TestSale sale, WebhookSecret made)
    {
        await sale.First.Get<EventNumberer>().NumberAsync(isThorough: true, default);
        await sale.First.Get<WebhookSender>().RunAsync(made.Webhook.Id, default);
    }

    private static async Task<WebhookView> ViewAsync(TestSale sale, WebhookSecret made) => (await sale.First.Get<WebhookDirectory>().FindAsync(made.Webhook.Id, default))!;

    private static async Task<DeliveryView> LastAsync(TestSale sale, WebhookSecret made) =>
        (await sale.First.Get<WebhookDirectory>().DeliveriesAsync(made.Webhook.Id, null, 1, default))!.Items[0];

    private static async Task<bool> TakenAsync(TestSale sale, WebhookSecret made)
    {
        await using CouponDbContext db = await sale.First.OpenDatabaseAsync();
        return await db.Set<Webhook>().AnyAsync(w => w.Id == made.Webhook.Id && w.LeaseOwner != null);
    }
}
