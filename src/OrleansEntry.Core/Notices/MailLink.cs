using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Keys;

namespace OrleansEntry.Core.Notices;

/// <summary>What the link of a mail is good for.</summary>
public enum LinkPurpose : byte
{
    /// <summary>"This was not me": freezes the account.</summary>
    NotMe = 1,

    /// <summary>The way back into a frozen account.</summary>
    Recovery = 2,

    /// <summary>Stops the removal of a second factor.</summary>
    StopRemoval = 3,

    /// <summary>Takes a change of identifier back.</summary>
    UndoIdentifierChange = 4,

    /// <summary>Stops the closing of an account.</summary>
    StopClosing = 5,
}

/// <summary>The secret part of a mail's link: what it names, under a keyed MAC of 256 bits. Nothing of it is stored: the mail's number in
/// its account says which it was, and whoever sends the mail makes it anew.</summary>
/// <param name="Purpose">What it is good for.</param>
/// <param name="Account">Whose mail it is in.</param>
/// <param name="Number">The mail's number in this account.</param>
/// <param name="ExpiresAt">Its end, exact to a millisecond.</param>
public sealed record MailLink(LinkPurpose Purpose, AccountId Account, long Number, DateTimeOffset ExpiresAt)
{
    /// <summary>Length of the text form.</summary>
    public const int TextLength = 87;

    private const int FactsBytes = 1 + 16 + 8 + 8;
    private const int Bytes = FactsBytes + HMACSHA256.HashSizeInBytes;

    /// <summary>The text form. This is the secret itself: for the mail and nothing else.</summary>
    public string Reveal(DeploymentKeys keys)
    {
        var bytes = new byte[Bytes];
        bytes[0] = (byte)Purpose;
        Convert.FromHexString(Account.Value, bytes.AsSpan(1), out _, out _);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(17), Number);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(25), ExpiresAt.ToUnixTimeMilliseconds());
        keys.SignLink(bytes.AsSpan(0, FactsBytes)).CopyTo(bytes, FactsBytes);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Reads what a stranger shows. Only what we made for this purpose is a link.</summary>
    public static bool TryRead(string? text, LinkPurpose purpose, DeploymentKeys keys, [NotNullWhen(true)] out MailLink? link)
    {
        link = null;
        Span<byte> bytes = stackalloc byte[Bytes];
        if (!CanonicalBase64.TryDecode(text, bytes)) return false;

        var facts = bytes[..FactsBytes];
        if (!CryptographicOperations.FixedTimeEquals(keys.SignLink(facts), bytes[FactsBytes..]) || facts[0] != (byte)purpose) return false;
        if (!AccountId.TryParse(Convert.ToHexStringLower(facts[1..17]), out var account)) return false;

        link = new MailLink(
            purpose, account, BinaryPrimitives.ReadInt64BigEndian(facts[17..]),
            DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(facts[25..])));
        return true;
    }

    /// <summary>Never prints the secret.</summary>
    public override string ToString() => $"link {Number}";
}
