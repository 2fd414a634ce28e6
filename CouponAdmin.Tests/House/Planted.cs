// Violations of the import rules on purpose: the tests of the rules must see them. Nothing else uses them.
namespace CouponAdmin.Tests.House.Planted.Issuance
{
    internal sealed class Target
    {
        public static Task TouchAsync() => Task.CompletedTask;
    }

    internal sealed class Allowed
    {
        public Campaigns.Fine? Campaign { get; init; }

        public Results.Fine? Outcome { get; init; }
    }
}

namespace CouponAdmin.Tests.House.Planted.Operators
{
    internal enum Rights
    {
        None,
    }
}

namespace CouponAdmin.Tests.House.Planted.Results
{
    internal sealed class Fine;
}

namespace CouponAdmin.Tests.House.Planted.Campaigns
{
    internal sealed class Fine;

    internal static class UsesInAsyncMethod
    {
        public static async Task RunAsync()
        {
            await Task.Yield();
            await Issuance.Target.TouchAsync();
        }
    }
}

namespace CouponAdmin.Tests.House.Planted.Reports
{
    internal static class UsesInLambda
    {
        public static Func<string> Make(int captured) => () => Enum.GetName((Operators.Rights)captured) ?? "";
    }
}

namespace CouponAdmin.Tests.House.Planted.Store
{
    internal static class UsesAsArgument
    {
        public static List<Issuance.Target[]> Make() => [];
    }
}

namespace CouponAdmin.Tests.House.Planted
{
    internal static class CoreRegistration
    {
        public static Task ComposeAsync() => Issuance.Target.TouchAsync();
    }
}

namespace CouponAdmin.Tests.House.Planted.Database.Migrations.Sqlite
{
    internal sealed class First
    {
        public Issuance.Target? Snapshot { get; init; }
    }
}
