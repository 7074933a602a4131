using System.Text.Json;
using OrleansEntry.Contracts;
using OrleansEntry.Grains.Keys;

namespace OrleansEntry.Grains.Registration;

/// <summary>What a registration owes by mail: its code, or a word to the owner of a taken identifier. Stored sealed alone.</summary>
/// <param name="Code">The code; <see langword="null"/> when the identifier is taken.</param>
/// <param name="Owner">The account that has the identifier; <see langword="null"/> when it is free.</param>
/// <param name="Visit">Who asked, for the owner's log and mail; <see langword="null"/> when the identifier is free.</param>
internal sealed record OwedMail(string? Code, string? Owner, Visit? Visit)
{
    /// <summary>What is owed: to <paramref name="owner"/> when there is one, otherwise to the address.</summary>
    public static OwedMail To(string? owner, string code, Visit visit) => owner is null ? new(code, null, null) : new(null, owner, visit);

    public string Seal(Protector protector, string nonce) => protector.SealMail(nonce, JsonSerializer.Serialize(this));

    public static OwedMail Open(Protector protector, string nonce, string sealedMail) =>
        JsonSerializer.Deserialize<OwedMail>(protector.OpenMail(nonce, sealedMail))
            ?? throw new InvalidDataException("A stored mail does not have its form.");

    /// <summary>Never prints the code.</summary>
    public override string ToString() => "[mail]";
}
