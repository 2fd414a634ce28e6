using System.Net.Http.Headers;
using CouponAdmin.Tests.Fixtures;
using Npgsql;
using Xunit;

namespace CouponAdmin.Tests.Browser.Member;

/// <summary>One of two instances ends while members wait on it.</summary>
public sealed class InstanceEndTests
{
    [Fact]
    public async Task Streams_WhenTheirInstanceEnds_CloseCleanlyAndGoOnAtTheOther()
    {
        RedisServer redis = await RedisServer.SharedAsync();
        string database = await Databases.NewPostgreSqlAsync();
        Dictionary<string, string> settings = new(StringComparer.Ordinal)
        {
            ["ConnectionStrings__Redis"] = redis.ConnectionString,
            ["Database__Provider"] = "PostgreSql",
            ["ConnectionStrings__Database"] = database,
            ["Demo__Seed"] = "false",
        };
        await using MemberSite first = await MemberSite.StartAsync(settings);
        await using MemberSite second = await first.StartBesideAsync(settings);
        string slug = await first.PublishAsync();

        await using NpgsqlConnection connection = new(database);
        await connection.OpenAsync();
        await using NpgsqlTransaction held = await connection.BeginTransactionAsync();
        await using NpgsqlCommand hold = new("SELECT * FROM \"campaigns\" FOR UPDATE", connection, held);
        await hold.ExecuteNonQueryAsync();

        using HttpResponseMessage claimed = await first.ClaimAsync(slug, "waits");
        using StreamReader stream = await FollowAsync(first, slug);
        Assert.Equal("event: claim", await stream.ReadLineAsync());
        Assert.Contains("\"queued\"", await stream.ReadLineAsync(), StringComparison.Ordinal);

        Task<int> end = first.App.TerminateAsync();

        // To its end, without an error: an ordered end, not a cut.
        await stream.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(30));
        using StreamReader elsewhere = await FollowAsync(second, slug);
        await held.RollbackAsync();

        Assert.Equal(0, await end);
        Assert.Contains("\"issued\"", await elsewhere.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(30)), StringComparison.Ordinal);
    }

    private static async Task<StreamReader> FollowAsync(MemberSite site, string slug)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, $"/api/v1/campaigns/{slug}/claims/me/events");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", site.TokenOf("waits"));
        HttpResponseMessage answer = await site.App.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return new StreamReader(await answer.EnsureSuccessStatusCode().Content.ReadAsStreamAsync());
    }
}
