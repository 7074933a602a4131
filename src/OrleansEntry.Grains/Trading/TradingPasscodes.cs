using OrleansEntry.Core.Passcodes;
using OrleansEntry.Grains.Passcodes;

namespace OrleansEntry.Grains.Trading;

/// <summary>Hashes of trading passcodes: made like those of passcodes, on the same bounded threads, but of other bytes. So the hash of the
/// one is never the hash of the other, whoever moves it in the store.</summary>
internal static class TradingPasscodes
{
    // No passcode begins like this: a passcode holds no control characters.
    private static ReadOnlySpan<byte> Purpose => "trading-passcode\0"u8;

    extension(PasscodeHasher hasher)
    {
        /// <summary>Hashes a new trading passcode.</summary>
        /// <exception cref="Contracts.BusyException">The queue is full.</exception>
        public Task<PasscodeHash> HashForTrading(Passcode passcode, CancellationToken cancellationToken) =>
            hasher.Hash(Bytes(passcode), cancellationToken);

        /// <summary>Compares what was typed with the hash of a trading passcode.</summary>
        /// <exception cref="Contracts.BusyException">The queue is full.</exception>
        public Task<PasscodeVerdict> VerifyForTrading(Passcode passcode, PasscodeHash hash, CancellationToken cancellationToken) =>
            hasher.Verify(Bytes(passcode), hash, cancellationToken);
    }

    // Made where they are hashed, so that a place in the queue holds no second copy.
    private static Func<byte[]> Bytes(Passcode passcode) => () =>
    {
        var utf8 = passcode.ToUtf8();
        byte[] bytes = [.. Purpose, .. utf8];
        System.Security.Cryptography.CryptographicOperations.ZeroMemory(utf8);
        return bytes;
    };
}
