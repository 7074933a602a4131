using System.Globalization;
using Orleans.Placement;
using Orleans.Runtime;
using OrleansEntry.Contracts.SecurityCheck;
using OrleansEntry.Core.SecurityCheck;
using OrleansEntry.Grains.Risk;
using CheckDemand = OrleansEntry.Contracts.SecurityCheck.CheckDemand;
using CheckScope = OrleansEntry.Contracts.SecurityCheck.CheckScope;

namespace OrleansEntry.Grains.SecurityCheck;

/// <summary>Asks <see cref="CheckDecider"/>, remembers, answers; for each of the checks it holds. In memory only: a lost check costs a
/// visitor one more.</summary>
/// <remarks>Not reentrant: a challenge that is being made and the answer to the one before it never cross. Where it begins to hold
/// checks it is placed near its caller, and it leaves with the last of them.</remarks>
[PreferLocalPlacement, CollectionAgeLimit(Minutes = 15)]
internal sealed class SecurityChecksGrain(
    ChallengePoser poser, SeenMovements movements, CheckPolicy policy, AttackWatch watch, TimeProvider clock) : Grain, ISecurityChecksGrain
{
    /// <summary>Checks that are open or passed at once in one grain; more are overload.</summary>
    public const int MostHeld = 256;

    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(15);

    private readonly Dictionary<UInt128, CheckState> _checks = [];

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        this.RegisterGrainTimer(Sweep, new GrainTimerCreationOptions(SweepEvery, SweepEvery));
        return Task.CompletedTask;
    }

    public async Task<CheckOffer?> Open(string id, CheckScope scope, CheckDemand demand, CancellationToken cancellationToken = default)
    {
        if (_checks.Count >= MostHeld && !_checks.ContainsKey(NumberOf(id)))
            throw new LimitExceededException("Too many security checks are open.");

        return await Offer(id, new CheckCommand.Open(clock.GetUtcNow(), scope.ToCore(), demand.ToCore()), cancellationToken);
    }

    public Task<CheckOffer?> Renew(string id, CheckScope scope, string? kind, CancellationToken cancellationToken = default) =>
        Offer(id, new CheckCommand.Renew(clock.GetUtcNow(), scope.ToCore(), kind), cancellationToken);

    public async Task<CheckReply> Answer(string id, CheckAnswer answer, CancellationToken cancellationToken = default)
    {
        var (now, state) = (clock.GetUtcNow(), StateOf(NumberOf(id)));
        var found = state.Judge(answer.Kind, answer.Answer, now);
        var command = new CheckCommand.Answer(now, answer.Scope.ToCore(), found.Verdict);

        // Only a movement that would pass is remembered, and one that passed before is odd.
        if (CheckDecider.Decide(state, command, policy).Outcome is CheckOutcome.Passed && !await movements.TryAdd(found.Traces))
            command = command with { Verdict = CheckVerdict.Odd };

        // From here on the caller may not cancel: an answer that was judged is always counted.
        var outcome = Decide(id, command);
        if (outcome is CheckOutcome.Wrong) watch.CountRefusal();
        return outcome switch
        {
            CheckOutcome.Passed => new CheckReply.Passed(),
            CheckOutcome.Wrong { Next: { } terms } o => new CheckReply.Wrong
            {
                TriesLeft = o.TriesLeft,
                Fresh = await Pose(id, terms, CancellationToken.None),
            },
            CheckOutcome.Wrong o => new CheckReply.Wrong { TriesLeft = o.TriesLeft },
            _ => new CheckReply.Gone(),
        };
    }

    public Task<bool> Redeem(string id, CheckScope scope, CancellationToken cancellationToken = default) =>
        Task.FromResult(Decide(id, new CheckCommand.Redeem(clock.GetUtcNow(), scope.ToCore())) is CheckOutcome.Redeemed);

    private async Task<CheckOffer?> Offer(string id, CheckCommand command, CancellationToken cancellationToken) =>
        Decide(id, command) is CheckOutcome.Challenged { Terms: var terms } ? await Pose(id, terms, cancellationToken) : null;

    // The challenge was counted before it is made: one that fails on the way is not free.
    private async Task<CheckOffer> Pose(string id, ChallengeTerms terms, CancellationToken cancellationToken)
    {
        var bare = new CheckOffer { Id = id, ExpiresAt = terms.ExpiresAt, TriesLeft = policy.TriesPerChallenge, Kinds = [] };
        var (offer, expected) = await poser.Pose(bare, terms, cancellationToken);
        var check = NumberOf(id);
        _checks[check] = CheckDecider.Pose(StateOf(check), expected);
        return offer;
    }

    private CheckOutcome Decide(string id, CheckCommand command)
    {
        var check = NumberOf(id);
        var (outcome, state) = CheckDecider.Decide(StateOf(check), command, policy);
        if (state is CheckState.Spent) _checks.Remove(check);
        else _checks[check] = state;
        return outcome;
    }

    // What was never opened is the same as what is over: neither is kept.
    private CheckState StateOf(UInt128 check) => _checks.GetValueOrDefault(check, CheckState.Initial);

    // Few at a time, and in each grain at another moment: nothing pauses where many expire at once.
    private Task Sweep(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        foreach (var (check, state) in _checks)
        {
            if (now >= state.EndsAt) _checks.Remove(check);
        }
        if (_checks.Count == 0) DeactivateOnIdle();
        return Task.CompletedTask;
    }

    private static UInt128 NumberOf(string id) => UInt128.Parse(id, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}

/// <summary>Between what travels and what the rules know.</summary>
internal static class SecurityCheckWire
{
    /// <summary>The rules' scope.</summary>
    /// <exception cref="ArgumentException">A part is empty or too long: a fault of the calling code.</exception>
    public static Core.SecurityCheck.CheckScope ToCore(this CheckScope scope) =>
        Core.SecurityCheck.CheckScope.Of(scope.Purpose, scope.Subject, scope.Client);

    /// <summary>The rules' demand.</summary>
    public static Core.SecurityCheck.CheckDemand ToCore(this CheckDemand demand) => new(demand.VisibleKind, demand.Doublings);
}
