using OrleansEntry.Core.IdentifierChange;
using OrleansEntry.Core.Registration;
using OrleansEntry.Core.Throttling;

namespace OrleansEntry.Grains.Registration;

/// <summary>The stored shape of one meter.</summary>
[GenerateSerializer, Immutable, Alias("entry.stored.Meter")]
public sealed record MeterRecord
{
    /// <summary>Failures in a row.</summary>
    [Id(0)] public int InARow { get; init; }

    /// <summary>The rung of the ladder.</summary>
    [Id(1)] public int Rung { get; init; }

    /// <summary>The last failure.</summary>
    [Id(2)] public DateTimeOffset LastAt { get; init; }

    internal Meter ToCore() => new(InARow, Rung, LastAt);

    internal static MeterRecord? From(Meter meter) =>
        meter == default ? null : new MeterRecord { InARow = meter.InARow, Rung = meter.Rung, LastAt = meter.LastAt };
}

/// <summary>The stored shape of a lane's meters; an absent one has counted nothing.</summary>
[GenerateSerializer, Immutable, Alias("entry.stored.Meters")]
public sealed record MetersRecord
{
    /// <summary>The passcode's.</summary>
    [Id(0)] public MeterRecord? Passcode { get; init; }

    /// <summary>The authenticator's.</summary>
    [Id(1)] public MeterRecord? Totp { get; init; }

    /// <summary>The recovery codes'.</summary>
    [Id(2)] public MeterRecord? RecoveryCode { get; init; }

    /// <summary>The passkeys'.</summary>
    [Id(3)] public MeterRecord? Passkey { get; init; }

    internal Meters ToCore() => this is { Passcode: null, Totp: null, RecoveryCode: null, Passkey: null }
        ? Meters.None
        : new(Passcode?.ToCore() ?? default, Totp?.ToCore() ?? default, RecoveryCode?.ToCore() ?? default,
            Passkey?.ToCore() ?? default);

    internal static MetersRecord From(Meters meters) => new()
    {
        Passcode = MeterRecord.From(meters.Passcode), Totp = MeterRecord.From(meters.Totp),
        RecoveryCode = MeterRecord.From(meters.RecoveryCode), Passkey = MeterRecord.From(meters.Passkey),
    };
}

/// <summary>The stored shape of a registration that waits for its code.</summary>
[GenerateSerializer, Immutable, Alias("entry.stored.PendingRegistration")]
public sealed record PendingRegistrationRecord
{
    /// <summary>See <see cref="PendingRegistration.Nonce"/>.</summary>
    [Id(0)] public required string Nonce { get; init; }

    /// <summary>See <see cref="PendingRegistration.IdentifierKey"/>.</summary>
    [Id(1)] public required string IdentifierKey { get; init; }

    /// <summary>See <see cref="PendingRegistration.AccountId"/>.</summary>
    [Id(2)] public required string AccountId { get; init; }

    /// <summary>See <see cref="PendingRegistration.ProtectedIdentifier"/>.</summary>
    [Id(3)] public required string ProtectedIdentifier { get; init; }

    /// <summary>See <see cref="PendingRegistration.PasscodeHash"/>.</summary>
    [Id(4)] public required string PasscodeHash { get; init; }

    /// <summary>See <see cref="PendingRegistration.ShortPasscode"/>.</summary>
    [Id(5)] public bool ShortPasscode { get; init; }

    /// <summary>See <see cref="PendingRegistration.CodeHash"/>.</summary>
    [Id(6)] public required byte[] CodeHash { get; init; }

    /// <summary>See <see cref="PendingRegistration.TriesLeft"/>.</summary>
    [Id(7)] public int TriesLeft { get; init; }

    /// <summary>See <see cref="PendingRegistration.ExpiresAt"/>.</summary>
    [Id(8)] public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>See <see cref="PendingRegistration.Verified"/>.</summary>
    [Id(9)] public bool Verified { get; init; }

    /// <summary>See <see cref="PendingRegistration.ProtectedMail"/>.</summary>
    [Id(10)] public string? ProtectedMail { get; init; }

    /// <summary>Never prints what is in it.</summary>
    public override string ToString() => $"registration {Nonce}";

    internal PendingRegistration ToCore() => new()
    {
        Nonce = Nonce, IdentifierKey = IdentifierKey, AccountId = AccountId, ProtectedIdentifier = ProtectedIdentifier,
        PasscodeHash = PasscodeHash, ShortPasscode = ShortPasscode, CodeHash = CodeHash, TriesLeft = TriesLeft,
        ExpiresAt = ExpiresAt, Verified = Verified, ProtectedMail = ProtectedMail,
    };

    internal static PendingRegistrationRecord From(PendingRegistration p) => new()
    {
        Nonce = p.Nonce, IdentifierKey = p.IdentifierKey, AccountId = p.AccountId, ProtectedIdentifier = p.ProtectedIdentifier,
        PasscodeHash = p.PasscodeHash, ShortPasscode = p.ShortPasscode, CodeHash = p.CodeHash, TriesLeft = p.TriesLeft,
        ExpiresAt = p.ExpiresAt, Verified = p.Verified, ProtectedMail = p.ProtectedMail,
    };
}

/// <summary>The stored shape of the failures at a stand-in.</summary>
[GenerateSerializer, Immutable, Alias("entry.stored.StrangerGuesses")]
public sealed record StrangerGuessesRecord
{
    /// <summary>The stand-in.</summary>
    [Id(0)] public required string AccountId { get; init; }

    /// <summary>Its meters.</summary>
    [Id(1)] public required MetersRecord Meters { get; init; }
}

/// <summary>The stored shape of a ledger.</summary>
[GenerateSerializer, Alias("entry.stored.Visitors")]
public sealed class VisitorsRecord
{
    /// <summary>Registrations that wait.</summary>
    [Id(0)] public List<PendingRegistrationRecord> Pending { get; set; } = [];

    /// <summary>Failures at stand-ins.</summary>
    [Id(1)] public List<StrangerGuessesRecord> Guesses { get; set; } = [];

    internal Visitors ToCore() =>
        new([.. Pending.Select(p => p.ToCore())], [.. Guesses.Select(g => new StrangerGuesses(g.AccountId, g.Meters.ToCore()))]);

    internal static VisitorsRecord From(Visitors visitors) => new()
    {
        Pending = [.. visitors.Pending.Select(PendingRegistrationRecord.From)],
        Guesses = [.. visitors.Guesses.Select(g =>
            new StrangerGuessesRecord { AccountId = g.AccountId, Meters = MetersRecord.From(g.Meters) })],
    };
}

/// <summary>The stored shape of an identifier: which account it names.</summary>
[GenerateSerializer, Alias("entry.stored.Identifier")]
public sealed class IdentifierRecord
{
    /// <summary>The account.</summary>
    [Id(0)] public string? AccountId { get; set; }

    /// <summary>The name of the request that opened it (<see cref="Contracts.Idempotency.OnceKey.Name"/>), where it had an idempotency
    /// key: sent again, it is told so again.</summary>
    [Id(1)] public byte[]? OpenedBy { get; set; }

    /// <summary>Whether it is only kept for the account.</summary>
    [Id(2)] public bool Reserved { get; set; }

    /// <summary>The number of the owner's last order that was obeyed.</summary>
    [Id(3)] public long LastOrder { get; set; }

    /// <summary>Grows whenever it gets another owner or none.</summary>
    [Id(4)] public long Generation { get; set; }

    internal IdentifierState ToCore() => new()
    {
        Owner = AccountId, Reserved = Reserved, LastOrder = LastOrder, Generation = Generation,
    };

    internal static IdentifierRecord From(IdentifierState s, byte[]? openedBy) => new()
    {
        AccountId = s.Owner, Reserved = s.Reserved, LastOrder = s.LastOrder, Generation = s.Generation,
        OpenedBy = s.Owner is null ? null : openedBy,
    };
}

/// <summary>How a try with a code ended.</summary>
public enum CodeOutcome
{
    /// <summary>There is no such registration.</summary>
    Gone,

    /// <summary>Wrong, and counted.</summary>
    Wrong,

    /// <summary>Right.</summary>
    Right,
}

/// <summary>How a try with a code ended, between grains.</summary>
[GenerateSerializer, Immutable, Alias("entry.CodeTry")]
internal sealed record CodeTry
{
    /// <summary>How.</summary>
    [Id(0)] public required CodeOutcome Outcome { get; init; }

    /// <summary>With <see cref="CodeOutcome.Right"/>: what to open.</summary>
    [Id(1)] public PendingRegistrationRecord? Registration { get; init; }
}
