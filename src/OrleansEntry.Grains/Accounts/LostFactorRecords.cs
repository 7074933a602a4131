using OrleansEntry.Core.LostFactor;
using OrleansEntry.Core.Notices;

namespace OrleansEntry.Grains.Accounts;

/// <summary>The stored shape of what an account knows of a lost second factor.</summary>
[GenerateSerializer, Immutable, Alias("entry.stored.LostFactor")]
public sealed record LostFactorRecord
{
    /// <summary>A code that waits.</summary>
    [Id(0)] public AskedRemovalRecord? Asked { get; init; }

    /// <summary>The removal that waits.</summary>
    [Id(1)] public WaitingRemovalRecord? Removal { get; init; }

    /// <summary>Removals that were stopped.</summary>
    [Id(2)] public int Stopped { get; init; }

    /// <summary>When the last one was.</summary>
    [Id(3)] public DateTimeOffset StoppedAt { get; init; }

    /// <summary>When codes were mailed lately.</summary>
    [Id(4)] public List<DateTimeOffset> CodesMailedAt { get; init; } = [];

    /// <summary>Whether a new factor must be set up before anything else.</summary>
    [Id(5)] public bool EnrolmentDue { get; init; }

    /// <summary>Whether the passcode came by mail.</summary>
    [Id(6)] public bool PasscodeByMail { get; init; }

    internal LostFactorState ToCore() => new()
    {
        Asked = Asked is { } a ? new AskedRemoval(a.Nonce, a.CodeHash, a.TriesLeft, a.ExpiresAt) : null,
        Removal = Removal is { } r
            ? new WarnedWait(r.Since, r.EndsAt, r.FirstNotice, r.WarnedAt, r.LastWarned, r.Network, r.Agent)
            : null,
        Stopped = Stopped, StoppedAt = StoppedAt, CodesMailedAt = [.. CodesMailedAt], EnrolmentDue = EnrolmentDue,
        PasscodeByMail = PasscodeByMail,
    };

    internal static LostFactorRecord? From(LostFactorState s) => s == LostFactorState.None ? null : new()
    {
        Asked = s.Asked is { } a
            ? new AskedRemovalRecord { Nonce = a.Nonce, CodeHash = a.CodeHash, TriesLeft = a.TriesLeft, ExpiresAt = a.ExpiresAt }
            : null,
        Removal = s.Removal is { } r
            ? new WaitingRemovalRecord
            {
                Since = r.Since, EndsAt = r.EndsAt, FirstNotice = r.FirstNotice, WarnedAt = r.WarnedAt, LastWarned = r.LastWarned,
                Network = r.Network, Agent = r.Agent,
            }
            : null,
        Stopped = s.Stopped, StoppedAt = s.StoppedAt, CodesMailedAt = [.. s.CodesMailedAt], EnrolmentDue = s.EnrolmentDue,
        PasscodeByMail = s.PasscodeByMail,
    };
}

/// <summary>The stored shape of a removal that waits for its code.</summary>
[GenerateSerializer, Immutable, Alias("entry.stored.AskedRemoval")]
public sealed record AskedRemovalRecord
{
    /// <summary>The entry.</summary>
    [Id(0)] public required string Nonce { get; init; }

    /// <summary>The keyed hash of the code.</summary>
    [Id(1)] public required byte[] CodeHash { get; init; }

    /// <summary>Tries left.</summary>
    [Id(2)] public int TriesLeft { get; init; }

    /// <summary>Its end.</summary>
    [Id(3)] public DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>The stored shape of a removal that waits for its end.</summary>
[GenerateSerializer, Immutable, Alias("entry.stored.WaitingRemoval")]
public sealed record WaitingRemovalRecord
{
    /// <summary>Its beginning.</summary>
    [Id(0)] public DateTimeOffset Since { get; init; }

    /// <summary>Its end.</summary>
    [Id(1)] public DateTimeOffset EndsAt { get; init; }

    /// <summary>Its first mail.</summary>
    [Id(2)] public long FirstNotice { get; init; }

    /// <summary>The last warning.</summary>
    [Id(3)] public DateTimeOffset WarnedAt { get; init; }

    /// <summary>Whether no further one comes.</summary>
    [Id(4)] public bool LastWarned { get; init; }

    /// <summary>From where.</summary>
    [Id(5)] public required string Network { get; init; }

    /// <summary>By what.</summary>
    [Id(6)] public required string Agent { get; init; }
}
