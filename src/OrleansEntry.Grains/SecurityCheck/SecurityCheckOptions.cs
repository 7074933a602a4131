using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using OrleansEntry.Core.SecurityCheck;

namespace OrleansEntry.Grains.SecurityCheck;

/// <summary>Section <c>SecurityCheck</c>. Read once; a silo with bad numbers does not start.</summary>
public sealed class SecurityCheckOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "SecurityCheck";

    /// <summary>How long a challenge may be answered. 10 seconds to 10 minutes; default 2 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "00:10:00")] public TimeSpan AnswerWithin { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Wrong answers after which a challenge is over. 1 to 10; default 3.</summary>
    [Range(1, 10)] public int TriesPerChallenge { get; set; } = 3;

    /// <summary>Challenges after which a check is over. 1 to 10; default 10.</summary>
    [Range(1, 10)] public int ChallengesPerCheck { get; set; } = 10;

    /// <summary>Fresh challenges that may be asked for before they, too, raise the work. 0 to 10; default 5.</summary>
    [Range(0, 10)] public int FreeRenewals { get; set; } = 5;

    /// <summary>How long a pass waits to be redeemed. 10 seconds to 10 minutes; default 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "00:10:00")] public TimeSpan PassWaits { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>PBKDF2 iterations per step of a proof-of-work. 1 to 100,000; default 1,000.</summary>
    /// <remarks>The server pays one step per challenge, a visitor as many as the secret counter says.</remarks>
    [Range(1, 100_000)] public int WorkCost { get; set; } = 1000;

    /// <summary>Smallest secret counter of a proof-of-work. 0 to 1,000,000; default 800.</summary>
    [Range(0, 1_000_000)] public int WorkCounterMin { get; set; } = 800;

    /// <summary>Largest secret counter of a proof-of-work. <see cref="WorkCounterMin"/> to 1,000,000; default 2,800.</summary>
    [Range(0, 1_000_000)] public int WorkCounterMax { get; set; } = 2800;

    /// <summary>How often both counters may double as challenges are lost. 0 to 8; default 4.</summary>
    [Range(0, 8)] public int WorkMaxDoublings { get; set; } = 4;

    /// <summary>The kinds with a picture that are offered: any of <c>slide</c>, <c>puzzle</c> and <c>equation</c>, the first where
    /// another is wanted; <c>none</c> alone for no pictures. Default all three, in this order.</summary>
    public string[] VisibleKinds { get; set; } = [];

    /// <summary>Pictures of each kind that are drawn ahead, below 20 kB each. 0 to 2,000; default 500.</summary>
    [Range(0, 2_000)] public int PicturesAhead { get; set; } = 500;

    /// <summary>Accepted movements that the cluster remembers, so that none is accepted twice; 50 bytes each. 1,000 to 1,000,000; default
    /// 100,000.</summary>
    [Range(1_000, 1_000_000)] public int TracesKept { get; set; } = 100_000;

    internal bool HasKnownKinds => VisibleKinds is ["none"] || VisibleKinds.All(k => CheckKind.Visible.Contains(k));

    /// <summary>The numbers as the rules take them.</summary>
    public CheckPolicy ToPolicy() => new()
    {
        AnswerWithin = AnswerWithin,
        TriesPerChallenge = TriesPerChallenge,
        ChallengesPerCheck = ChallengesPerCheck,
        FreeRenewals = FreeRenewals,
        PassWaits = PassWaits,
        VisibleKinds = VisibleKinds switch
        {
            [] => CheckKind.Visible,
            ["none"] => [],
            var kinds => [.. kinds.Distinct()],
        },
        Work = new WorkPolicy
        {
            Cost = WorkCost,
            CounterMin = WorkCounterMin,
            CounterMax = WorkCounterMax,
            MaxDoublings = WorkMaxDoublings,
        },
    };
}

[OptionsValidator]
internal sealed partial class SecurityCheckOptionsValidator : IValidateOptions<SecurityCheckOptions>;
