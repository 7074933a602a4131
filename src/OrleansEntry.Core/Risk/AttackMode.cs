namespace OrleansEntry.Core.Risk;

/// <summary>When the cluster's level is raised and lowered.</summary>
public sealed record AttackModePolicy
{
    /// <summary>Refusals of strangers a second for <see cref="AttackLevel.Alert"/>. Default 5.</summary>
    public double RefusalsForAlert { get; init; } = 5;

    /// <summary>The same for <see cref="AttackLevel.Attack"/>. Default 20.</summary>
    public double RefusalsForAttack { get; init; } = 20;

    /// <summary>Entries and registrations begun by strangers a second for <see cref="AttackLevel.Alert"/>. Default 50.</summary>
    public double BeginningsForAlert { get; init; } = 50;

    /// <summary>The same for <see cref="AttackLevel.Attack"/>. Default 200.</summary>
    public double BeginningsForAttack { get; init; } = 200;

    /// <summary>What of a level's pace must be left for it to go on, in percent: below that it is quiet. Default 50.</summary>
    public int QuietAtPercent { get; init; } = 50;

    /// <summary>How far back the mean pace looks: a burst that is shorter raises nothing unless it is as much larger. Default 10
    /// seconds.</summary>
    public TimeSpan MeanOver { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Quiet time after which the level falls by one. Default 5 minutes.</summary>
    public TimeSpan LowerAfter { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How often silos report, and hear of the level. Default 2 seconds.</summary>
    public TimeSpan ReportEvery { get; init; } = TimeSpan.FromSeconds(2);
}

/// <summary>What one silo saw of strangers since it last reported.</summary>
/// <param name="Beginnings">Entries and registrations that they began.</param>
/// <param name="Refusals">Passcodes, codes and checks of theirs that were wrong.</param>
/// <param name="Over">How long that was.</param>
/// <param name="Level">The level the silo knew.</param>
/// <param name="LevelSince">Since when that level holds.</param>
public sealed record AttackReport(int Beginnings, int Refusals, TimeSpan Over, AttackLevel Level, DateTimeOffset LevelSince);

/// <summary>The level of the whole cluster, and the paces it is decided by. Pure: time comes in.</summary>
/// <remarks>A pace is an exponentially weighted mean: what was seen <see cref="AttackModePolicy.MeanOver"/> ago counts for a third. It
/// rises to the pace of a steady stream and falls back to zero by itself. Between the pace that raises a level and the one that lets it go
/// lie a gap and a quiet time, so that the level does not flutter.</remarks>
public sealed record AttackMode
{
    /// <summary>A cluster that nobody has reported to yet. Whatever level a report knows of is newer.</summary>
    public static AttackMode Initial { get; } = new();

    /// <summary>The level.</summary>
    public AttackLevel Level { get; private init; }

    /// <summary>Since when.</summary>
    public DateTimeOffset Since { get; private init; }

    /// <summary>Entries and registrations begun by strangers, a second.</summary>
    public double Beginnings { get; private init; }

    /// <summary>Refusals of strangers, a second.</summary>
    public double Refusals { get; private init; }

    private DateTimeOffset At { get; init; }

    private DateTimeOffset? QuietSince { get; init; }

    /// <summary>Takes one silo's report.</summary>
    /// <returns>What holds from now on.</returns>
    public AttackMode Take(AttackReport report, DateTimeOffset now, AttackModePolicy policy) =>
        Adopt(report).Count(report, now, policy).Judge(now, policy);

    // A level that was decided later than any we know of was decided by an activation that is lost with its silo. It goes on.
    private AttackMode Adopt(AttackReport report) => report.LevelSince > Since
        ? this with { Level = report.Level, Since = report.LevelSince, QuietSince = null }
        : this;

    private AttackMode Count(AttackReport report, DateTimeOffset now, AttackModePolicy policy)
    {
        var faded = now > At ? Math.Exp(-((now - At) / policy.MeanOver)) : 1;
        return this with
        {
            At = now,
            Beginnings = (Beginnings * faded) + Share(report.Beginnings, report.Over, policy),
            Refusals = (Refusals * faded) + Share(report.Refusals, report.Over, policy),
        };
    }

    // What a stream of this pace would have left in the mean: a report that comes late is no burst.
    private static double Share(int seen, TimeSpan over, AttackModePolicy policy) => over <= TimeSpan.Zero
        ? seen / policy.MeanOver.TotalSeconds
        : seen / over.TotalSeconds * (1 - Math.Exp(-(over / policy.MeanOver)));

    private AttackMode Judge(DateTimeOffset now, AttackModePolicy policy)
    {
        var reached = LevelOf(1, policy);
        if (reached > Level) return Move(reached, now);
        if (Level == AttackLevel.Calm || LevelOf(policy.QuietAtPercent / 100.0, policy) >= Level) return this with { QuietSince = null };

        // A clock that was set back starts the quiet time anew.
        var quietSince = QuietSince is { } since && since <= now ? since : now;
        return now - quietSince >= policy.LowerAfter
            ? Move(Level - 1, now) with { QuietSince = now }
            : this with { QuietSince = quietSince };
    }

    // Later than the level before, whatever the clock says: silos go by which of two is the later one.
    private AttackMode Move(AttackLevel level, DateTimeOffset now) =>
        this with { Level = level, Since = now > Since ? now : Since.AddTicks(1), QuietSince = null };

    // The level that the present paces reach, with every mark scaled down.
    private AttackLevel LevelOf(double scale, AttackModePolicy policy)
    {
        if (Refusals >= policy.RefusalsForAttack * scale || Beginnings >= policy.BeginningsForAttack * scale) return AttackLevel.Attack;
        return Refusals >= policy.RefusalsForAlert * scale || Beginnings >= policy.BeginningsForAlert * scale
            ? AttackLevel.Alert
            : AttackLevel.Calm;
    }
}
