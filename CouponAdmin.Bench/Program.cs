using CouponAdmin.Bench;
using CouponAdmin.Bench.Receivers;
using CouponAdmin.Bench.Rivals;
using CouponAdmin.Bench.Sales;
using CouponAdmin.Bench.Scenarios;

// dotnet run -c Release --project CouponAdmin.Bench -- report --rounds 5 --seconds 30
try
{
    switch (args)
    {
        case ["rival", string kind]:
            return await RivalProgram.RunAsync(Enum.Parse<RivalKind>(kind));
        case ["receiver", string kind, string file]:
            return await ReceiverProgram.RunAsync(Enum.Parse<ReceiverKind>(kind), file);
        case ["insert"]:
            return await InsertScenario.RunAsync(postgreSql: null);
        case ["insert", string connection]:
            return await InsertScenario.RunAsync(connection);
        case ["report", .. string[] rest]:
            await ReportScenario.RunAsync(BenchOptions.Parse(rest));
            return 0;
        case ["limit", .. string[] rest]:
            await LimitScenario.RunAsync(BenchOptions.Parse(rest));
            return 0;
        case ["cost", .. string[] rest]:
            await CostScenario.RunAsync(BenchOptions.Parse(rest));
            return 0;
        case ["open", .. string[] rest]:
            await OpenScenario.RunAsync(BenchOptions.Parse(rest));
            return 0;
        case ["burst", .. string[] rest]:
            await BurstScenario.RunAsync(BenchOptions.Parse(rest));
            return 0;
        case ["growth", .. string[] rest]:
            await GrowthScenario.RunAsync(BenchOptions.Parse(rest));
            return 0;
        case ["webhooks", .. string[] rest]:
            await WebhookScenario.RunAsync(BenchOptions.Parse(rest));
            return 0;
        case ["redeem", .. string[] rest]:
            await RedeemScenario.RunAsync(BenchOptions.Parse(rest));
            return 0;
        default:
            throw new UsageException("Which scenario?");
    }
}
catch (UsageException e)
{
    await Console.Error.WriteLineAsync($"""
        {e.Message}
        Scenarios (each starts the servers that it needs, and ends them):
          report   the old architecture, ours and others: --rounds 5 --seconds 30 --users 50 --quantity 1000 --only lock,lockpeek,update,job,ours
          limit    each kind of answer against an empty endpoint: --rounds 5 --seconds 2 --only "redis always,redis everysec,embedded" --kinds "admitted,sold out" --against ../other-checkout
          cost     with and without the metrics, a replica's receipt of each claim, and a member list: --rounds 5 --seconds 2 --only "metrics" (or "a replica's receipt", "a member list")
          open     latency at parts of the highest rate, open loop: --rounds 3 --seconds 10 --connections 200 --highest claims/s
          burst    the opening moment: --rounds 10 --members 20000 --quantity 1000 --connections 500 --by token (or cookie)
          growth   from a thousand claims to a million: --highest 1000000 (the sale; the store always goes there) --only store,sale,campaigns,streams,pages
                   the console's pages: --highest 200 --rounds 5 (changes of the sale) --seconds 10 (of each load) --store servers (or embedded)
          webhooks a drain with three webhooks and without, in turn: --rounds 5 --quantity 20000 --seconds 10 (of waiting for a quiet machine, at most) --only postgresql,sqlite
          redeem   coupons used on PostgreSQL, and a drain beside it: --rounds 6 --quantity 20000 --seconds 10 (of waiting for a quiet machine, at most)
          insert [PostgreSQL connection string]   rows/s of a drain's insert, ours against SaveChanges
        All but insert take --out folder (bench-results) for tables, charts and JSON.
        """);
    return 2;
}
catch (OracleException e)
{
    await Console.Error.WriteLineAsync($"The oracle broke: {e.Message}");
    return 1;
}
