using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Redemptions;
using CouponAdmin.Core.Results;
using CouponAdmin.Tests.Fixtures;
using CsCheck;

namespace CouponAdmin.Tests.Redemptions;

/// <summary>Random days at a till against a plain model. A failure prints the seed: set <c>CsCheck_Seed</c> to see it again.</summary>
public sealed class RedemptionModelTests
{
    private const int Days = 20;
    private const int Coupons = 3;

    public enum TillStep
    {
        Redeem,
        RedeemAtOnce,
        RollBack,
        Revoke,
        Check,
    }

    // Few keys, orders and coupons, so that they meet.
    private static readonly Gen<(TillStep Step, int Coupon, int Key, int Order, bool IsOther)[]> Lives = Gen.Select(
        Gen.Frequency((8, Gen.Const(TillStep.Redeem)), (2, Gen.Const(TillStep.RedeemAtOnce)), (5, Gen.Const(TillStep.RollBack)), (1, Gen.Const(TillStep.Revoke)), (2, Gen.Const(TillStep.Check))),
        Gen.Int[0, Coupons - 1], Gen.Int[0, 5], Gen.Int[0, 1], Gen.Bool).Array[5, 40];

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public Task Till_WhateverHappensInWhateverOrder_AgreesWithTheModel(DatabaseProvider database) => Lives.SampleAsync(
        async steps =>
        {
            await using TestSale sale = await TestTill.OpenAsync(database, [.. TestMembers.Take(Coupons)]);
            Day day = new(sale, await sale.RowsAsync(), [sale.First, await sale.AddInstanceAsync()]);
            foreach ((TillStep step, int coupon, int key, int order, bool isOther) in steps)
            {
                await day.TakeAsync(step, coupon, key, order, isOther);
            }
        },
        iter: Days,
        threads: 1,
        print: steps => string.Join(", ", steps));

    private sealed record Use(long Id, int Coupon, int Order)
    {
        public bool IsBack { get; set; }
    }

    /// <summary>Takes each step with the product and with the model, and compares them.</summary>
    private sealed class Day(TestSale sale, List<IssuanceRecord> coupons, TestInstance[] instances)
    {
        private readonly TestTill _till = new(sale);
        private readonly ClaimStatus[] _status = [.. Enumerable.Repeat(ClaimStatus.Issued, coupons.Count)];
        private readonly Dictionary<(bool IsOther, int Key), Use> _kept = [];
        private readonly List<Use> _uses = [];

        public async Task TakeAsync(TillStep step, int coupon, int key, int order, bool isOther)
        {
            await (step switch
            {
                TillStep.Redeem => RedeemAsync(coupon, key, order, isOther),
                TillStep.RedeemAtOnce => RedeemAtOnceAsync(coupon, key, order, isOther),
                TillStep.RollBack => RollBackAsync(key),
                TillStep.Revoke => RevokeAsync(coupon),
                TillStep.Check => CheckAsync(coupon),
            });
            Assert.Equal(_status, (await sale.RowsAsync()).Select(row => row.Status));
            Assert.Equal(_uses.Select(use => (use.Id, use.IsBack)), (await _till.UsesAsync()).Select(use => (use.Id, use.RolledBackAt is not null)));
            await _till.HoldsAsync();
        }

        private async Task RedeemAsync(int coupon, int key, int order, bool isOther) => Took(coupon, key, order, isOther, await AskAsync(coupon, key, order, isOther, 0));

        private async Task RedeemAtOnceAsync(int coupon, int key, int order, bool isOther)
        {
            RedemptionAnswer[] answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(() => AskAsync(coupon, key, order, isOther, i % 2))));

            // One of them is the first; for the model the others come after it.
            foreach (RedemptionAnswer answer in answers.OrderBy(answer => answer is RedemptionAnswer.Done { IsRepeated: false } ? 0 : 1))
            {
                Took(coupon, key, order, isOther, answer);
            }
        }

        private Task<RedemptionAnswer> AskAsync(int coupon, int key, int order, bool isOther, int instance) => _till.RedeemAsync(
            coupons[coupon].Code!, $"key-{key}", $"order-{order}", Asker(isOther), instances[instance]);

        private static Actor Asker(bool isOther) => isOther ? TestTill.OtherShop : TestTill.Shop;

        private void Took(int coupon, int key, int order, bool isOther, RedemptionAnswer answer)
        {
            if (_kept.TryGetValue((isOther, key), out Use? kept))
            {
                if ((kept.Coupon, kept.Order) == (coupon, order))
                {
                    RedemptionView again = TestTill.Done(answer);
                    Assert.Equal((kept.Id, kept.IsBack), (again.Id, again.Status == RedemptionStatus.RolledBack));
                }
                else
                {
                    Assert.IsType<RedemptionAnswer.KeyReused>(answer);
                }
            }
            else if (_status[coupon] == ClaimStatus.Issued)
            {
                Use use = new(TestTill.Done(answer).Id, coupon, order);
                _uses.Add(use);
                _kept[(isOther, key)] = use;
                _status[coupon] = ClaimStatus.Redeemed;
            }
            else
            {
                Assert.Equal(FaultOf(coupon), TestTill.Fault(answer));
            }
        }

        private CouponFault? FaultOf(int coupon) => _status[coupon] switch
        {
            ClaimStatus.Redeemed => CouponFault.AlreadyRedeemed,
            ClaimStatus.Revoked => CouponFault.Revoked,
            _ => null,
        };

        private async Task RollBackAsync(int number)
        {
            if (number >= _uses.Count)
            {
                return;
            }

            Use use = _uses[number];
            Assert.Equal(RedemptionStatus.RolledBack, TestSale.Require(await _till.RollBackAsync(use.Id, at: instances[number % 2])).Status);
            if (!use.IsBack)
            {
                use.IsBack = true;
                _status[use.Coupon] = ClaimStatus.Issued;
            }
        }

        private async Task RevokeAsync(int coupon)
        {
            Result<IssuanceView> result = await sale.RevokeAsync(coupons[coupon].Number!.Value, returnUnit: false);
            Assert.Equal(
                _status[coupon] switch
                {
                    ClaimStatus.Redeemed => RefusalKind.CouponRedeemed,
                    ClaimStatus.Revoked => RefusalKind.WrongState,
                    _ => (RefusalKind?)null,
                },
                result.Refusal?.Kind);
            _status[coupon] = result.Refusal is null ? ClaimStatus.Revoked : _status[coupon];
        }

        private async Task CheckAsync(int coupon) => Assert.Equal(FaultOf(coupon), (await _till.CheckAsync(coupons[coupon].Code!)).Reason);
    }
}
