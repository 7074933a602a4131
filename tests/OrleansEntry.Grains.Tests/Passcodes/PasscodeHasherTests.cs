using System.Security.Cryptography;
using System.Text;
using Konscious.Security.Cryptography;
using OrleansEntry.Contracts;
using OrleansEntry.Core.Passcodes;
using OrleansEntry.Grains.Passcodes;
using Xunit;

namespace OrleansEntry.Grains.Tests.Passcodes;

public sealed class PasscodeHasherTests
{
    private static readonly HashCost Cheap = new(MemoryKiB: 64, Iterations: 1);

    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_right_passcode_is_right_and_needs_no_rehash()
    {
        using var hasher = Hasher();
        var hash = await hasher.Hash(Typed("correct horse battery"), Test);

        Assert.Equal(
            new PasscodeVerdict(Right: true, NeedsRehash: false), await hasher.Verify(Typed("correct horse battery"), Stored(hash), Test));
    }

    [Theory]
    [InlineData("correct horse batterz")]
    [InlineData("correct horse batter")]
    [InlineData("correct horse battery1")]
    [InlineData("correct horse battery ")]
    [InlineData(" correct horse battery")]
    [InlineData("Correct horse battery")]
    [InlineData("ｃorrect horse battery")]
    [InlineData("correct\u00a0horse battery")]
    public async Task Anything_else_is_wrong(string guess)
    {
        using var hasher = Hasher();
        var hash = await hasher.Hash(Typed("correct horse battery"), Test);

        Assert.False((await hasher.Verify(Typed(guess), hash, Test)).Right);
    }

    [Fact]
    public async Task Composed_and_decomposed_typing_are_the_same_passcode()
    {
        using var hasher = Hasher();
        var hash = await hasher.Hash(Typed("caf\u00e9 caf\u00e9 caf\u00e9"), Test);

        Assert.True((await hasher.Verify(Typed("cafe\u0301 cafe\u0301 cafe\u0301"), hash, Test)).Right);
    }

    // Where bcrypt cuts, and the longest that can be typed.
    [Theory]
    [InlineData(64)]
    [InlineData(72)]
    [InlineData(128)]
    [InlineData(256)]
    [InlineData(1023)]
    public async Task Every_character_counts_however_long(int length)
    {
        using var hasher = Hasher();
        var hash = await hasher.Hash(Typed(new string('a', length)), Test);

        Assert.True((await hasher.Verify(Typed(new string('a', length)), hash, Test)).Right);
        Assert.False((await hasher.Verify(Typed(new string('a', length + 1)), hash, Test)).Right);
        Assert.False((await hasher.Verify(Typed(new string('a', length - 1) + "b"), hash, Test)).Right);
    }

    [Fact]
    public async Task Bytes_after_a_zero_byte_count()
    {
        // A NUL cannot be typed; a seasoned passcode has one every few hundred bytes, and must not end there.
        using var hasher = Hasher();
        var zero = Enumerable.Range(0, 10_000).Select(n => $"passcode {n}").First(text => Seasoned(text)[0] == 0);
        var hash = await hasher.Hash(Typed(zero), Test);
        var otherZero = Enumerable.Range(0, 10_000).Select(n => $"other {n}").First(text => Seasoned(text)[0] == 0);

        Assert.False((await hasher.Verify(Typed(otherZero), hash, Test)).Right);
    }

    [Theory]
    [InlineData(64, 1)]
    [InlineData(19456, 2)]
    public async Task An_independent_implementation_computes_the_same_hash(int memoryKiB, int iterations)
    {
        using var hasher = Hasher(new HashCost(memoryKiB, iterations));
        var hash = await hasher.Hash(Typed("correct horse battery"), Test);

        var parts = hash.Stored.Split('$');
        using var argon2 = new Argon2id(Seasoned("correct horse battery"))
        {
            Salt = Decode(parts[4]), MemorySize = memoryKiB, Iterations = iterations, DegreeOfParallelism = 1,
        };

        Assert.Equal([.. "k1 argon2id v=19".Split(' '), $"m={memoryKiB},t={iterations},p=1"], parts[..4]);
        Assert.Equal(Decode(parts[5]), await argon2.GetBytesAsync(32));
    }

    [Fact]
    public async Task A_hash_stored_by_an_older_build_still_verifies()
    {
        using var hasher = Hasher(new HashCost(19456, 2));
        const string stored = "k1$argon2id$v=19$m=19456,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$P9JaeANxgXOwkX66/mVou3+6a7QGlXyb+XKFtWl+RNA";

        Assert.True(PasscodeHash.TryParse(stored, out var hash));

        Assert.Equal(new PasscodeVerdict(Right: true, NeedsRehash: false), await hasher.Verify(Typed("correct horse battery"), hash, Test));
    }

    [Fact]
    public async Task Two_hashes_of_one_passcode_differ()
    {
        using var hasher = Hasher();

        Assert.NotEqual((await hasher.Hash(Typed("same"), Test)).Stored, (await hasher.Hash(Typed("same"), Test)).Stored);
    }

    [Fact]
    public async Task A_hash_is_worth_nothing_without_its_pepper()
    {
        using var hasher = Hasher();
        var hash = await hasher.Hash(Typed("correct horse battery"), Test);
        using var thief = new PasscodeHasher(Cheap, new Peppers("k1", new Dictionary<string, byte[]> { ["k1"] = new byte[32] }), 1, 4);
        using var forgetful = Hasher(peppers: PeppersTests.Of("k2"));

        Assert.False((await thief.Verify(Typed("correct horse battery"), hash, Test)).Right);
        await Assert.ThrowsAsync<InvalidOperationException>(() => forgetful.Verify(Typed("correct horse battery"), hash, Test));
    }

    [Fact]
    public async Task A_new_pepper_asks_for_a_rehash_and_the_old_one_still_verifies()
    {
        using var before = Hasher();
        using var after = Hasher(peppers: PeppersTests.Of("k2", "k1"));
        var hash = await before.Hash(Typed("correct horse battery"), Test);

        Assert.Equal(new PasscodeVerdict(Right: true, NeedsRehash: true), await after.Verify(Typed("correct horse battery"), hash, Test));
        Assert.StartsWith("k2$", (await after.Hash(Typed("correct horse battery"), Test)).Stored, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(128, 1)]
    [InlineData(64, 2)]
    public async Task Other_costs_ask_for_a_rehash(int memoryKiB, int iterations)
    {
        using var before = Hasher();
        using var after = Hasher(new HashCost(memoryKiB, iterations));
        var hash = await before.Hash(Typed("correct horse battery"), Test);

        Assert.Equal(new PasscodeVerdict(Right: true, NeedsRehash: true), await after.Verify(Typed("correct horse battery"), hash, Test));
    }

    [Fact]
    public async Task The_decoy_is_as_costly_as_a_hash_and_never_right()
    {
        using var hasher = Hasher();

        Assert.Equal((Cheap, "k1"), (hasher.Decoy.Cost, hasher.Decoy.PepperId));
        Assert.Equal(default, await hasher.Verify(Typed("correct horse battery"), hasher.Decoy, Test));
    }

    [Fact]
    public async Task A_full_queue_refuses_to_hash_and_to_verify()
    {
        using var gate = new ManualResetEventSlim();
        using var hasher = Hasher();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var busy = hasher.Threads.Run(() => { begun.SetResult(); return gate.Wait(TimeSpan.FromSeconds(30)); }, Test);
        await begun.Task;
        var waiting = Enumerable.Range(0, QueueLength).Select(_ => hasher.Verify(Typed("a guess"), hasher.Decoy, Test)).ToArray();

        await Assert.ThrowsAsync<BusyException>(() => hasher.Hash(Typed("one more"), Test));
        await Assert.ThrowsAsync<BusyException>(() => hasher.Verify(Typed("one more"), hasher.Decoy, Test));

        gate.Set();
        Assert.True(await busy);
        Assert.All(await Task.WhenAll(waiting), verdict => Assert.False(verdict.Right));
    }

    [Fact]
    public async Task Nothing_about_a_passcode_prints()
    {
        using var hasher = Hasher();
        var passcode = Typed("canary canary canary");
        var hash = await hasher.Hash(passcode, Test);
        using var forgetful = Hasher(peppers: PeppersTests.Of("k2"));
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => forgetful.Verify(passcode, hash, Test));

        string[] printed =
            [$"{passcode}", $"{hash}", $"{hasher}", $"{hasher.Decoy}", $"{await hasher.Verify(passcode, hash, Test)}", $"{fault}"];

        Assert.All(printed, text => Assert.DoesNotContain("canary", text, StringComparison.Ordinal));
        Assert.All(printed, text => Assert.DoesNotContain(hash.Stored.Split('$')[5], text, StringComparison.Ordinal));
    }

    private const int QueueLength = 4;

    private static PasscodeHasher Hasher(HashCost? cost = null, Peppers? peppers = null) =>
        new(cost ?? Cheap, peppers ?? PeppersTests.Of("k1"), threads: 1, QueueLength);

    private static Passcode Typed(string text) =>
        Passcode.TryParse(text, out var passcode) ? passcode : throw new ArgumentException("The test typed no text.", nameof(text));

    // Through storage and back.
    private static PasscodeHash Stored(PasscodeHash hash) =>
        PasscodeHash.TryParse(hash.Stored, out var read) ? read : throw new InvalidOperationException("A hash did not read back.");

    // The keyed step, written down a second time.
    private static byte[] Seasoned(string text) =>
        HMACSHA512.HashData(Enumerable.Repeat((byte)'1', 32).ToArray(), Encoding.UTF8.GetBytes(text));

    private static byte[] Decode(string unpadded) => Convert.FromBase64String(unpadded.PadRight((unpadded.Length + 3) / 4 * 4, '='));
}
