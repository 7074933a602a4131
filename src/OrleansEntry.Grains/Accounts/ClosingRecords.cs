using OrleansEntry.Core.Notices;
using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using OrleansEntry.Core.Closing;

namespace OrleansEntry.Grains.Accounts;

/// <summary>The stored shape of the closing of an account.</summary>
[GenerateSerializer, Immutable, Alias("entry.stored.Closing")]
public sealed record ClosingRecord
{
    /// <summary>A closing that waits.</summary>
    [Id(0)] public WaitingClosingRecord? Waiting { get; init; }

    /// <summary>What is left of a closed account.</summary>
    [Id(1)] public ClosedAccountRecord? Closed { get; init; }

    internal ClosingState ToCore() => new()
    {
        Waiting = Waiting is { } w
            ? new WarnedWait(w.Since, w.EndsAt, w.FirstNotice, w.WarnedAt, w.LastWarned, w.Network, w.Agent)
            : null,
        Closed = Closed is { } c ? new ClosedAccount(c.OpenedAt, c.At, c.KeepUntil, [.. c.Credentials], c.Filed) : null,
    };

    internal static ClosingRecord? From(ClosingState s) => s == ClosingState.None ? null : new()
    {
        Waiting = s.Waiting is { } w
            ? new WaitingClosingRecord
            {
                Since = w.Since, EndsAt = w.EndsAt, FirstNotice = w.FirstNotice, WarnedAt = w.WarnedAt, LastWarned = w.LastWarned,
                Network = w.Network, Agent = w.Agent,
            }
            : null,
        Closed = s.Closed is { } c
            ? new ClosedAccountRecord
            {
                OpenedAt = c.OpenedAt, At = c.At, KeepUntil = c.KeepUntil, Credentials = [.. c.Credentials], Filed = c.Filed,
            }
            : null,
    };
}

/// <summary>The stored shape of a closing that waits.</summary>
[GenerateSerializer, Immutable, Alias("entry.stored.WaitingClosing")]
public sealed record WaitingClosingRecord
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

/// <summary>The stored shape of what is left of a closed account.</summary>
[GenerateSerializer, Immutable, Alias("entry.stored.ClosedAccount")]
public sealed record ClosedAccountRecord
{
    /// <summary>When it had been opened.</summary>
    [Id(0)] public DateTimeOffset OpenedAt { get; init; }

    /// <summary>When it was closed.</summary>
    [Id(1)] public DateTimeOffset At { get; init; }

    /// <summary>Until when its log is kept.</summary>
    [Id(2)] public DateTimeOffset KeepUntil { get; init; }

    /// <summary>The names of credentials that are still to be given back.</summary>
    [Id(3)] public List<string> Credentials { get; init; } = [];

    /// <summary>Whether nothing outside of this record is left to be erased.</summary>
    [Id(4)] public bool Filed { get; init; }
}

/// <summary>Section <c>Closing</c>: the end of an account.</summary>
public sealed class ClosingOptions
{
    /// <summary>The section of the settings.</summary>
    public const string Section = "Closing";

    /// <summary>How long the owner has to stop it. 3 to 90 days; default 14 days.</summary>
    [Range(typeof(TimeSpan), "3.00:00:00", "90.00:00:00")] public TimeSpan Wait { get; set; } = TimeSpan.FromDays(14);

    /// <summary>How long before the end the last warning is sent, at the latest. 24 to 48 hours; default 48 hours.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "2.00:00:00")] public TimeSpan WarnBefore { get; set; } = TimeSpan.FromHours(48);

    /// <summary>How long the log of a closed account is kept, without names. 30 to 3,653 days (ten years); default 1,826 days (five
    /// years).</summary>
    [Range(typeof(TimeSpan), "30.00:00:00", "3653.00:00:00")] public TimeSpan Retention { get; set; } = TimeSpan.FromDays(1826);

    internal ClosingPolicy ToPolicy() => new() { Wait = Wait, WarnBefore = WarnBefore, Retention = Retention };
}

[OptionsValidator] internal sealed partial class ClosingOptionsValidator : IValidateOptions<ClosingOptions>;
