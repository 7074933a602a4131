using System.Collections.Immutable;
using System.Security.Cryptography;
using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Throttling;

namespace OrleansEntry.Core.Registration;

/// <summary>The numbers of registration and of identifiers without an account.</summary>
public sealed record RegistrationPolicy
{
    /// <summary>How long a mailed code works. Default 10 minutes (ASVS 6.5.5).</summary>
    public TimeSpan CodeFor { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Wrong codes before a registration is over. Default 5.</summary>
    public int Tries { get; init; } = 5;

    /// <summary>Registrations of one identifier that may wait at once; more are asked to wait, free and taken alike. Default 5.</summary>
    public int MaxPerIdentifier { get; init; } = 5;

    /// <summary>Registrations that one ledger holds at once. Default 64.</summary>
    public int MaxPending { get; init; } = 64;

    /// <summary>Identifiers without an account whose failures one ledger remembers; the one least guessed at gives way. Default
    /// 64.</summary>
    public int MaxGuesses { get; init; } = 64;

    /// <summary>Ledgers in a deployment: with the two limits above they bound what strangers can make us store. Default 1,024.</summary>
    public const int Ledgers = 1024;
}

/// <summary>A registration that waits for its code.</summary>
public sealed record PendingRegistration
{
    /// <summary>Its name.</summary>
    public required string Nonce { get; init; }

    /// <summary>The identifier's grain key.</summary>
    public required string IdentifierKey { get; init; }

    /// <summary>The account it will open, drawn at the beginning so that a repeated ending opens the same one.</summary>
    public required string AccountId { get; init; }

    /// <summary>The identifier, protected for storage.</summary>
    public required string ProtectedIdentifier { get; init; }

    /// <summary>The passcode's hash, as stored.</summary>
    public required string PasscodeHash { get; init; }

    /// <summary>Whether the passcode is too short to stand alone.</summary>
    public required bool ShortPasscode { get; init; }

    /// <summary>The keyed hash of the code. For a taken identifier it is a random value: no code fits.</summary>
    public required byte[] CodeHash { get; init; }

    /// <summary>Tries left.</summary>
    public required int TriesLeft { get; init; }

    /// <summary>When it is over.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Whether the right code was shown: nobody needs to show it again to finish what a crash interrupted.</summary>
    public bool Verified { get; init; }

    /// <summary>What is still owed by mail, sealed: the code, or for a taken identifier a word to its owner.
    /// <see langword="null"/> once it is known to be handed over.</summary>
    public string? ProtectedMail { get; init; }

    /// <summary>Never prints what is in it.</summary>
    public override string ToString() => $"registration {Nonce}";
}

/// <summary>The failures at an identifier that has no account: the same budget as at one that has, in a bounded place.</summary>
public sealed record StrangerGuesses(string AccountId, Meters Meters)
{
    /// <summary>When the last failure was.</summary>
    public DateTimeOffset LastAt => Meters.Passcode.LastAt;
}

/// <summary>How a try with a code ends. Closed: only the cases below.</summary>
public abstract record CodeAnswer
{
    private CodeAnswer() { }

    /// <summary>Right: the account may be opened.</summary>
    public sealed record Right(PendingRegistration Registration) : CodeAnswer;

    /// <summary>Wrong, and counted.</summary>
    public sealed record Wrong : CodeAnswer;

    /// <summary>There is no such registration any more.</summary>
    public sealed record Gone : CodeAnswer;
}

/// <summary>One of a fixed number of ledgers for identifiers that have no account: what waits for a code, and who was guessed at.
/// Pure.</summary>
/// <remarks>Strangers can make up identifiers without end, so nothing of theirs has a row of its own: the ledgers bound it.</remarks>
public sealed record Visitors(ImmutableArray<PendingRegistration> Pending, ImmutableArray<StrangerGuesses> Guesses)
{
    /// <summary>An empty ledger.</summary>
    public static Visitors None { get; } = new([], []);

    /// <summary>Which ledger an identifier belongs to, from its grain key or its stand-in's id.</summary>
    public static int LedgerOf(string hexKey) => Convert.ToInt32(hexKey[..8], 16) & (RegistrationPolicy.Ledgers - 1);

    /// <summary>Adds a registration; one of its name that waits already stays as it is.</summary>
    /// <returns>The ledger, and when there will be room (<see langword="null"/> when it is there).</returns>
    public (Visitors Visitors, DateTimeOffset? RoomAt) Add(PendingRegistration registration, DateTimeOffset now, RegistrationPolicy policy)
    {
        if (Find(registration.Nonce, registration.IdentifierKey, now) is not null) return (this, null);
        if (RoomAt(registration.IdentifierKey, now, policy) is { } roomAt) return (this, roomAt);
        return (this with { Pending = Alive(now).Add(registration) }, null);
    }

    /// <summary>The registration of this name, while it waits.</summary>
    public PendingRegistration? Find(string nonce, string identifierKey, DateTimeOffset now) =>
        Alive(now).FirstOrDefault(p => p.Nonce == nonce && p.IdentifierKey == identifierKey);

    /// <summary>When there will be room for another registration of an identifier; <see langword="null"/> when there is room now.</summary>
    public DateTimeOffset? RoomAt(string identifierKey, DateTimeOffset now, RegistrationPolicy policy)
    {
        var alive = Alive(now);
        var own = alive.Where(p => p.IdentifierKey == identifierKey).ToImmutableArray();
        if (own.Length >= policy.MaxPerIdentifier) return own.Min(p => p.ExpiresAt);
        return alive.Length >= policy.MaxPending ? alive.Min(p => p.ExpiresAt) : null;
    }

    /// <summary>Tries a code. The try is counted in the ledger that is returned: store it before the answer is given.</summary>
    public (Visitors Visitors, CodeAnswer Answer) Try(string nonce, string identifierKey, ReadOnlySpan<byte> codeHash, DateTimeOffset now)
    {
        var pending = Find(nonce, identifierKey, now);
        if (pending is not { TriesLeft: > 0 }) return (this, new CodeAnswer.Gone());

        if (CryptographicOperations.FixedTimeEquals(pending.CodeHash, codeHash))
        {
            var verified = pending with { Verified = true };
            return (Replace(pending, verified, now), new CodeAnswer.Right(verified));
        }

        // A code that was right once needs no guessing; wrong ones still count.
        return (Replace(pending, pending with { TriesLeft = pending.TriesLeft - 1 }, now), new CodeAnswer.Wrong());
    }

    /// <summary>The registrations that still owe a mail. Nobody is mailed a code that works no more.</summary>
    public ImmutableArray<PendingRegistration> OwingMail(DateTimeOffset now) =>
        [.. Pending.Where(p => p.ProtectedMail is not null && now < p.ExpiresAt)];

    /// <summary>Remembers whose mails were handed over.</summary>
    public Visitors Mailed(IReadOnlySet<string> nonces) =>
        Pending.Any(p => p.ProtectedMail is not null && nonces.Contains(p.Nonce))
            ? this with { Pending = [.. Pending.Select(p => nonces.Contains(p.Nonce) ? p with { ProtectedMail = null } : p)] }
            : this;

    /// <summary>Forgets all registrations of an identifier: it has an account now.</summary>
    public Visitors Settle(string identifierKey, DateTimeOffset now) =>
        this with { Pending = [.. Alive(now).Where(p => p.IdentifierKey != identifierKey)] };

    /// <summary>The failures at a stand-in.</summary>
    public Meters GuessesAt(string accountId) => Guesses.FirstOrDefault(g => g.AccountId == accountId)?.Meters ?? Meters.None;

    /// <summary>Remembers the failures at a stand-in.</summary>
    /// <remarks>Quiet time forgets none: the hard stop of an account does not end either, and the two must look alike.</remarks>
    public Visitors Remember(string accountId, Meters meters, DateTimeOffset now, RegistrationPolicy policy)
    {
        var kept = Guesses.Where(g => g.AccountId != accountId).ToImmutableArray();
        while (kept.Length >= policy.MaxGuesses)
            kept = kept.Remove(kept.OrderBy(g => g.Meters.Passcode.InARow).ThenBy(g => g.LastAt).First());
        return this with { Pending = Alive(now), Guesses = kept.Add(new StrangerGuesses(accountId, meters)) };
    }

    private ImmutableArray<PendingRegistration> Alive(DateTimeOffset now) =>
        Pending.Any(p => now >= p.ExpiresAt) ? [.. Pending.Where(p => now < p.ExpiresAt)] : Pending;

    private Visitors Replace(PendingRegistration old, PendingRegistration next, DateTimeOffset now) =>
        this with { Pending = Alive(now).Replace(old, next) };
}
