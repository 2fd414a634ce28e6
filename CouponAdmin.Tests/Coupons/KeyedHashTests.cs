using System.Security.Cryptography;
using System.Text;
using CouponAdmin.Core.Coupons;

namespace CouponAdmin.Tests.Coupons;

/// <summary>The hash behind codes and tokens is HMAC-SHA256, however many threads use one key at once.</summary>
public sealed class KeyedHashTests
{
    private const int Threads = 4;
    private const int HashesEach = 10_000;

    // RFC 4231, sections 4.2, 4.3 and 4.7 (a key longer than the hash's block).
    [Theory]
    [InlineData("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")]
    [InlineData("4a656665", "what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")]
    [InlineData(null, "Test Using Larger Than Block-Size Key - Hash Key First", "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")]
    public void Hash_OfTheStandardsOwnExamples_IsTheStandards(string? key, string message, string expected)
    {
        KeyedHash hash = new(key is null ? [.. Enumerable.Repeat((byte)0xaa, 131)] : Convert.FromHexString(key));

        // The second use has a state that was used before.
        Assert.Equal(expected, HashOf(hash, message));
        Assert.Equal(expected, HashOf(hash, message));
    }

    [Fact]
    public void Hash_WhenThereIsNoRoomForIt_IsRefusedAndSpoilsNoLaterOne()
    {
        byte[] key = RandomNumberGenerator.GetBytes(32);
        KeyedHash hash = new(key);

        Assert.Throws<ArgumentException>(() => hash.Write("lost"u8, new byte[KeyedHash.Size - 1]));

        Assert.Equal(Convert.ToHexStringLower(HMACSHA256.HashData(key, "kept"u8)), HashOf(hash, "kept"));
    }

    [Fact]
    public async Task Hash_ByManyThreadsAtOnce_IsEachOnesOwn()
    {
        byte[] key = RandomNumberGenerator.GetBytes(32);
        KeyedHash hash = new(key);
        int wrong = 0;
        using Barrier start = new(Threads);

        // Threads of their own, not the pool's, which may well do such work one after the other.
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(number => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                for (int i = 0; i < HashesEach; i++)
                {
                    string message = $"member-{number}-{i}";
                    if (HashOf(hash, message) != Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(message))))
                    {
                        Interlocked.Increment(ref wrong);
                    }
                }
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        Assert.Equal(0, wrong);
    }

    private static string HashOf(KeyedHash hash, string message)
    {
        byte[] bytes = new byte[KeyedHash.Size];
        hash.Write(Encoding.UTF8.GetBytes(message), bytes);
        return Convert.ToHexStringLower(bytes);
    }
}
