using CouponAdmin.Tests.Fixtures;
using Xunit;

namespace CouponAdmin.Tests.House;

public sealed class LuaContractTests
{
    private const string Good = """
        --[[ raise_mark-2.lua: raise a copy of the watermark.
          KEYS   1 progress HASH   2 queue ZSET
          ARGV   1 watermark
          RETURN 1 if raised
          WHY    Only upwards.
          COST   O(1)                                   ]]
        local queue = KEYS[2]
        local now = redis.call('TIME')
        if redis.call('ZCARD', queue) == 0 then return 0 end
        return redis.call('HSET', KEYS[1], 'watermark', ARGV[1]) -- not KEYS[3]

        """;

    [Fact]
    public void Scripts_WhenReadFromTheSource_KeepTheContract() =>
        Violations.None(SourceTree.Files(".lua", "CouponAdmin.Core").SelectMany(path => LuaContract.ViolationsOf(path, SourceTree.Read(path))));

    [Fact]
    public void ViolationsOf_WhenTheScriptIsRight_AreNone() =>
        Assert.Empty(LuaContract.ViolationsOf("Lua/raise_mark-2.lua", Good));

    [Theory]
    [InlineData("Lua/RaiseMark.lua", "", "", "not verb_noun-keyCount")]
    [InlineData("Lua/raise_mark-3.lua", "", "", "name promises 3")]
    [InlineData("Lua/lower_mark-2.lua", "", "", "does not open with")]
    [InlineData("Lua/raise_mark-2.lua", "  COST ", "  PRICE ", "lacks COST")]
    [InlineData("Lua/raise_mark-2.lua", "-- not KEYS[3]", "+ KEYS[3]", "name promises 2")]
    [InlineData("Lua/raise_mark-2.lua", "'ZCARD', queue", "'ZCARD', 'coupon:' .. ARGV[1]", "not one of KEYS")]
    [InlineData("Lua/raise_mark-2.lua", "'ZCARD', queue", "'ZCARD', ARGV[1]", "not one of KEYS")]
    [InlineData("Lua/raise_mark-2.lua", "'ZCARD', queue", "'ZCARD', KEYS[2] .. ':more'", "not one of KEYS")]
    [InlineData("Lua/raise_mark-2.lua", "redis.call('ZCARD', queue)", "redis.call(ARGV[1], queue)", "not written out")]
    public void ViolationsOf_WhenOneThingIsWrong_SayWhich(string path, string instead, string planted, string says)
    {
        string text = instead.Length == 0 ? Good : Good.Replace(instead, planted, StringComparison.Ordinal);
        Assert.Contains(LuaContract.ViolationsOf(path, text), violation => violation.Contains(says, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("for _, key in ipairs(KEYS) do redis.call('DEL', key) end\n", 0)]
    [InlineData("for i = 1, #KEYS do redis.call('DEL', KEYS[i]) end\n", 0)]
    [InlineData("for _, key in ipairs(KEYS) do redis.call('DEL', key) end redis.call('DEL', KEYS[9])\n", 1)]
    public void ViolationsOf_WhenTheScriptGoesThroughAllKeys_StillKnowHowManyThereAre(string loop, int violations)
    {
        string text = Good.Replace("raise_mark-2", "raise_mark-4", StringComparison.Ordinal) + loop;
        Assert.Equal(violations, LuaContract.ViolationsOf("Lua/raise_mark-4.lua", text).Count());
    }

    [Fact]
    public void ViolationsOf_WhenTheScriptIsLong_SayHowLong() =>
        Assert.Contains(
            LuaContract.ViolationsOf("Lua/raise_mark-2.lua", Good + string.Concat(Enumerable.Repeat("local x = 1\n", 51))),
            violation => violation.Contains("61 lines", StringComparison.Ordinal));
}
