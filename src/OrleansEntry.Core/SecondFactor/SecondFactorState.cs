using System.Collections.Immutable;

namespace OrleansEntry.Core.SecondFactor;

/// <summary>The rules of the second factor that a deployment sets.</summary>
public sealed record SecondFactorPolicy
{
    /// <summary>Whether everybody must have one. Then passcodes may be shorter, an account without one can do nothing but enrol, and the
    /// last one can not be removed. Default false.</summary>
    public bool Required { get; init; }

    /// <summary>How long a new authenticator waits for its first code. Default 10 minutes.</summary>
    public TimeSpan EnrolmentFor { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Wrong first codes before an enrolment must begin anew. Default 10.</summary>
    public int EnrolmentTries { get; init; } = 10;

    /// <summary>How old a factor must be before it approves withdrawals, or takes away what was there before it. 1 hour to 7 days; default
    /// 24 hours.</summary>
    public TimeSpan ProbationFor { get; init; } = TimeSpan.FromHours(24);
}

/// <summary>An enrolled authenticator (RFC 6238).</summary>
public sealed record TotpAuthenticator
{
    /// <summary>The shared secret, protected for storage.</summary>
    public required string ProtectedSecret { get; init; }

    /// <summary>30 or 60.</summary>
    public required int StepSeconds { get; init; }

    /// <summary>When it was enrolled.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>The newest step that was accepted. It and older ones are dead for ever: accepted steps only ever rise (I-02).</summary>
    public required long LastStep { get; init; }

    /// <summary>Steps still to come whose code was already shown at a wrong time.
    /// Saying "your clock is ahead" tells the caller that the code is a real one, so it must never work afterwards.</summary>
    public ImmutableArray<long> BurntSteps { get; init; } = [];

    /// <summary>Never prints the secret.</summary>
    public override string ToString() => $"authenticator since {Since:u}";
}

/// <summary>A new authenticator that waits for its first code, from the session that began it.</summary>
public sealed record PendingTotp(string SessionId, string ProtectedSecret, int StepSeconds, DateTimeOffset ExpiresAt, int TriesLeft)
{
    /// <summary>Never prints the secret.</summary>
    public override string ToString() => $"enrolment until {ExpiresAt:u}";
}

/// <summary>The recovery codes of an account.</summary>
/// <param name="Hashes">The keyed hashes of the codes not yet used.</param>
/// <param name="Since">When the set was made.</param>
public sealed record RecoveryCodeSet(ImmutableArray<byte[]> Hashes, DateTimeOffset Since)
{
    /// <summary>Never prints the hashes.</summary>
    public override string ToString() => $"{Hashes.Length} recovery codes since {Since:u}";
}

/// <summary>What a submitted code turned out to be. Closed: only the cases below.</summary>
public abstract record CodeVerdict
{
    private CodeVerdict() { }

    /// <summary>The code of a time step that may be accepted.</summary>
    public sealed record RightStep(long Step) : CodeVerdict;

    /// <summary>The recovery code at this place of the set.</summary>
    public sealed record RightCode(int Index) : CodeVerdict;

    /// <summary>Right once, but used before.</summary>
    public sealed record Used : CodeVerdict;

    /// <summary>The code of a step further off: the phone's clock seems wrong by <paramref name="ClockOff"/> (positive:
    /// it is ahead).</summary>
    public sealed record OtherTime(long Step, TimeSpan ClockOff) : CodeVerdict;

    /// <summary>This passkey signed, and stands there now.</summary>
    public sealed record RightPasskey(string Id, uint Counter, bool BackedUp) : CodeVerdict;

    /// <summary>This passkey signed, but counts no further than before: there may be a copy of it.</summary>
    public sealed record Copied(string Id) : CodeVerdict;

    /// <summary>None of these.</summary>
    public sealed record Wrong : CodeVerdict;

    /// <summary>Whether it proves anything.</summary>
    public bool IsRight => this is RightStep or RightCode or RightPasskey;

    /// <summary>How the log and the caller are told.</summary>
    public string Reason => this switch { Used => "used", OtherTime => "clock", Copied => "copied", _ => "wrong" };
}
