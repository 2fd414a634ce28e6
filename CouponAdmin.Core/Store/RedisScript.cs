using System.Diagnostics;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using CouponAdmin.Core.Telemetry;
using StackExchange.Redis;

namespace CouponAdmin.Core.Store;

/// <summary>One atomic operation: a Lua file of this assembly, named <c>verb_noun-keyCount.lua</c>.</summary>
/// <remarks>The string overload of the client sends EVALSHA and repeats with the text on NOSCRIPT, so a restarted server needs no loading.</remarks>
public sealed class RedisScript
{
    private readonly string _name;
    private readonly string _text;
    private readonly int _keyCount;

    private RedisScript(string name, string text, int keyCount) =>
        (_name, _text, _keyCount, Digest, Name) = (name, text, keyCount, DigestOf(text), name[..name.LastIndexOf('-')]);

    /// <summary>As EVALSHA names it.</summary>
    internal string Digest { get; }

    internal string Text => _text;

    /// <summary>Without the number of keys, such as <c>admit_claims</c>.</summary>
    internal string Name { get; }

    /// <summary>Loads a script by its name without ending, such as <c>admit_claims-3</c>.</summary>
    public static RedisScript Load(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"{name}.lua")
            ?? throw new ArgumentException($"There is no script '{name}.lua' in this assembly.", nameof(name));
        using StreamReader reader = new(stream);
        return new RedisScript(name, reader.ReadToEnd(), int.Parse(name[(name.LastIndexOf('-') + 1)..], provider: null));
    }

    /// <summary>Runs the script on the master. Every key that it touches is in <paramref name="keys"/>, all with one hash tag.</summary>
    public async Task<RedisResult> RunAsync(IDatabaseAsync store, RedisKey[] keys, params RedisValue[] values)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(keys);
        if (keys.Length != _keyCount)
        {
            throw new ArgumentException($"{_name} takes {_keyCount} keys, not {keys.Length}.", nameof(keys));
        }

        using Activity? span = ProductTraces.Under(Name, ActivityKind.Client);
        long began = Stopwatch.GetTimestamp();
        Task<RedisResult> call = store.ScriptEvaluateAsync(_text, keys, values, CommandFlags.DemandMaster);
        try
        {
            return await call;
        }
        finally
        {
            StoreCalls.Note(Name, store.Multiplexer, keys[0], began, call, span);
        }
    }

    public override string ToString() => _name;

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "The name that the protocol gives a script.")]
    private static string DigestOf(string text) => Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(text)));
}
