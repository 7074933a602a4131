using System.Security.Cryptography;
using Geralt;
using Microsoft.Extensions.Options;
using OrleansEntry.Contracts;
using OrleansEntry.Core.Passcodes;

namespace OrleansEntry.Grains.Passcodes;

/// <summary>What comparing a passcode with a hash gave.</summary>
/// <param name="Right">Whether it is that passcode.</param>
/// <param name="NeedsRehash">Whether a right passcode should be hashed anew: the costs or the current pepper have changed since.</param>
public readonly record struct PasscodeVerdict(bool Right, bool NeedsRehash);

/// <summary>Makes and checks passcode hashes: HMAC-SHA-512 with a pepper, then Argon2id (RFC 9106, libsodium), each with a fresh
/// 16-byte salt. One a silo; its threads and its queue are its own, and both are bounded.</summary>
/// <remarks>A caller who leaves while waiting costs no hash. Comparing takes the same time wherever the hashes differ.</remarks>
public sealed class PasscodeHasher : IDisposable
{
    private readonly HashCost _cost;
    private readonly Peppers _peppers;

    /// <summary>Starts the threads and makes the decoy.</summary>
    /// <param name="options">Validated costs and limits.</param>
    /// <param name="peppers">The deployment's keys.</param>
    public PasscodeHasher(IOptions<PasscodeHashingOptions> options, Peppers peppers)
        : this(options.Value.Cost, peppers, options.Value.Threads, options.Value.Threads * options.Value.QueuePerThread)
    {
    }

    /// <summary>For tests, which may hash more cheaply than any deployment.</summary>
    internal PasscodeHasher(HashCost cost, Peppers peppers, int threads, int queueLength)
    {
        (_cost, _peppers, Threads) = (cost, peppers, new HashingThreads(threads, queueLength));
        Decoy = Compute(RandomNumberGenerator.GetBytes(Peppers.SeasonedBytes));
    }

    /// <summary>The hash of nobody's passcode, at today's costs. Who verifies against it for an account that is not there takes as
    /// long as for one that is; nothing is ever right.</summary>
    public PasscodeHash Decoy { get; }

    // For tests, which keep a thread busy.
    internal HashingThreads Threads { get; }

    /// <summary>Hashes a new passcode.</summary>
    /// <param name="passcode">One that <see cref="PasscodeRules"/> accepted, or one that was just right and needs a rehash.</param>
    /// <param name="cancellationToken">Drops it while it waits; once begun it answers.</param>
    /// <exception cref="BusyException">The queue is full.</exception>
    /// <exception cref="OperationCanceledException">The caller left while it waited.</exception>
    /// <exception cref="ObjectDisposedException">The silo is stopping.</exception>
    public Task<PasscodeHash> Hash(Passcode passcode, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(passcode);
        return Hash(passcode.ToUtf8, cancellationToken);
    }

    /// <summary>Compares a passcode with a stored hash.</summary>
    /// <param name="passcode">What was typed.</param>
    /// <param name="hash">The account's hash, or <see cref="Decoy"/>.</param>
    /// <param name="cancellationToken">Drops it while it waits; once begun it answers.</param>
    /// <exception cref="InvalidOperationException">The hash names a pepper that is not configured: a fault in our configuration,
    /// and no reason to call anybody's passcode wrong.</exception>
    /// <exception cref="BusyException">The queue is full.</exception>
    /// <exception cref="OperationCanceledException">The caller left while it waited.</exception>
    /// <exception cref="ObjectDisposedException">The silo is stopping.</exception>
    public Task<PasscodeVerdict> Verify(Passcode passcode, PasscodeHash hash, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(passcode);
        return Verify(passcode.ToUtf8, hash, cancellationToken);
    }

    /// <summary>The same for the bytes of something else than a passcode; they are made where they are hashed, and wiped.</summary>
    internal Task<PasscodeHash> Hash(Func<byte[]> bytes, CancellationToken cancellationToken) =>
        Threads.Run(() => Compute(bytes()), cancellationToken);

    /// <summary>Compares such bytes with a stored hash.</summary>
    internal Task<PasscodeVerdict> Verify(Func<byte[]> bytes, PasscodeHash hash, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(hash);
        if (!_peppers.Has(hash.PepperId))
            throw new InvalidOperationException($"A passcode hash names pepper '{hash.PepperId}', which is not configured.");

        return Threads.Run(() => Compare(bytes(), hash), cancellationToken);
    }

    /// <summary>Stops the threads. Hashes that have begun are finished; waiting ones fail.</summary>
    public void Dispose() => Threads.Dispose();

    // Both take over the bytes and wipe them. The string that was typed is the runtime's, and beyond reach.
    private PasscodeHash Compute(byte[] passcode)
    {
        Span<byte> seasoned = stackalloc byte[Peppers.SeasonedBytes];
        Span<char> phc = stackalloc char[Argon2id.HashSize];
        try
        {
            _peppers.Season(_peppers.CurrentId, passcode, seasoned);
            Argon2id.ComputeHash(phc, seasoned, _cost.Iterations, _cost.MemoryBytes);
            return PasscodeHash.TryParse($"{_peppers.CurrentId}{phc.TrimEnd('\0')}", out var hash)
                ? hash
                : throw new InvalidOperationException("libsodium wrote a hash that does not read back.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seasoned);
            CryptographicOperations.ZeroMemory(passcode);
        }
    }

    private PasscodeVerdict Compare(byte[] passcode, PasscodeHash hash)
    {
        Span<byte> seasoned = stackalloc byte[Peppers.SeasonedBytes];
        try
        {
            _peppers.Season(hash.PepperId, passcode, seasoned);
            var right = Argon2id.VerifyHash(hash.Phc, seasoned);
            return new PasscodeVerdict(right, hash.Cost != _cost || hash.PepperId != _peppers.CurrentId);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seasoned);
            CryptographicOperations.ZeroMemory(passcode);
        }
    }
}
