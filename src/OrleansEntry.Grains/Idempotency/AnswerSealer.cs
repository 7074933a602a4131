using System.Security.Cryptography;
using System.Text;
using Orleans.Serialization;
using OrleansEntry.Contracts.Idempotency;

namespace OrleansEntry.Grains.Idempotency;

/// <summary>Seals an answer for who asks again (AES-256-GCM, SP 800-38D), under a key that the request brings along and nobody stores.
/// Whoever reads the storage, with all our keys, can not open it.</summary>
internal sealed class AnswerSealer(Serializer serializer)
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    /// <summary>Seals an answer for one account and request.</summary>
    public byte[] Seal<T>(OnceKey once, string accountId, T answer)
    {
        var plain = serializer.SerializeToArray(answer);
        var bytes = new byte[NonceBytes + plain.Length + TagBytes];
        RandomNumberGenerator.Fill(bytes.AsSpan(0, NonceBytes));
        using var cipher = new AesGcm(once.Seal, TagBytes);
        cipher.Encrypt(
            bytes.AsSpan(0, NonceBytes), plain, bytes.AsSpan(NonceBytes, plain.Length), bytes.AsSpan(^TagBytes..),
            BoundTo(accountId, once));
        CryptographicOperations.ZeroMemory(plain);
        return bytes;
    }

    /// <summary>Opens an answer.</summary>
    /// <exception cref="CryptographicException">It was changed: a fault on our side.</exception>
    public T Open<T>(OnceKey once, string accountId, byte[] answer)
    {
        var plain = new byte[answer.Length - NonceBytes - TagBytes];
        using var cipher = new AesGcm(once.Seal, TagBytes);
        cipher.Decrypt(
            answer.AsSpan(0, NonceBytes), answer.AsSpan(NonceBytes, plain.Length), answer.AsSpan(^TagBytes..), plain,
            BoundTo(accountId, once));
        return serializer.Deserialize<T>(plain) ?? throw new CryptographicException("A kept answer is empty.");
    }

    private static byte[] BoundTo(string accountId, OnceKey once) => [.. Encoding.ASCII.GetBytes(accountId), .. once.Name];
}
