using Orleans.Placement;
using OrleansEntry.Contracts.SecurityCheck;
using OrleansEntry.Core.SecurityCheck;
using OrleansEntry.Grains.Risk;
using CheckDemand = OrleansEntry.Contracts.SecurityCheck.CheckDemand;
using CheckScope = OrleansEntry.Contracts.SecurityCheck.CheckScope;

namespace OrleansEntry.Grains.SecurityCheck;

/// <summary>Asks <see cref="CheckDecider"/>, remembers, answers. In memory only: a lost check costs a visitor one more.</summary>
/// <remarks>Not reentrant: a challenge that is being made and the answer to the one before it never cross.</remarks>
[PreferLocalPlacement, CollectionAgeLimit(Minutes = 15)]
internal sealed class SecurityCheckGrain(
    ChallengePoser poser, RecentTraces traces, CheckPolicy policy, AttackWatch watch, TimeProvider clock) : Grain, ISecurityCheckGrain
{
    private CheckState _state = CheckState.Initial;
    private IGrainTimer? _end;

    public Task<CheckOffer?> Open(CheckScope scope, CheckDemand demand, CancellationToken cancellationToken = default) =>
        Offer(new CheckCommand.Open(clock.GetUtcNow(), scope.ToCore(), demand.ToCore()), cancellationToken);

    public Task<CheckOffer?> Renew(CheckScope scope, string? kind, CancellationToken cancellationToken = default) =>
        Offer(new CheckCommand.Renew(clock.GetUtcNow(), scope.ToCore(), kind), cancellationToken);

    public async Task<CheckReply> Answer(CheckAnswer answer, CancellationToken cancellationToken = default)
    {
        var now = clock.GetUtcNow();
        var found = _state.Judge(answer.Kind, answer.Answer, now);
        var command = new CheckCommand.Answer(now, answer.Scope.ToCore(), found.Verdict);

        // Only a movement that would pass is remembered, and one that passed before is odd.
        if (CheckDecider.Decide(_state, command, policy).Outcome is CheckOutcome.Passed && !traces.TryAdd(found.Traces))
            command = command with { Verdict = CheckVerdict.Odd };

        // From here on the caller may not cancel: an answer that was judged is always counted.
        var outcome = Decide(command);
        if (outcome is CheckOutcome.Wrong) watch.CountRefusal();
        return outcome switch
        {
            CheckOutcome.Passed => new CheckReply.Passed(),
            CheckOutcome.Wrong { Next: { } terms } o => new CheckReply.Wrong
            {
                TriesLeft = o.TriesLeft,
                Fresh = await Pose(terms, CancellationToken.None),
            },
            CheckOutcome.Wrong o => new CheckReply.Wrong { TriesLeft = o.TriesLeft },
            _ => new CheckReply.Gone(),
        };
    }

    public Task<bool> Redeem(CheckScope scope, CancellationToken cancellationToken = default) =>
        Task.FromResult(Decide(new CheckCommand.Redeem(clock.GetUtcNow(), scope.ToCore())) is CheckOutcome.Redeemed);

    private async Task<CheckOffer?> Offer(CheckCommand command, CancellationToken cancellationToken) =>
        Decide(command) is CheckOutcome.Challenged { Terms: var terms } ? await Pose(terms, cancellationToken) : null;

    // The challenge was counted before it is made: one that fails on the way is not free.
    private async Task<CheckOffer> Pose(ChallengeTerms terms, CancellationToken cancellationToken)
    {
        var bare = new CheckOffer
        {
            Id = this.GetPrimaryKeyString(),
            ExpiresAt = terms.ExpiresAt,
            TriesLeft = policy.TriesPerChallenge,
            Kinds = [],
        };
        var (offer, expected) = await poser.Pose(bare, terms, cancellationToken);
        _state = CheckDecider.Pose(_state, expected);
        return offer;
    }

    private CheckOutcome Decide(CheckCommand command)
    {
        (var outcome, _state) = CheckDecider.Decide(_state, command, policy);
        LeaveWhenOver(command.At);
        return outcome;
    }

    // A check that is over stays for a moment: calls that cross its end meet it, not a row of new activations.
    private void LeaveWhenOver(DateTimeOffset now)
    {
        if (_state.EndsAt is null && _end is not null) return;

        var left = _state.EndsAt - now ?? policy.AnswerWithin;
        _end ??= this.RegisterGrainTimer(Leave, new GrainTimerCreationOptions(left, Timeout.InfiniteTimeSpan));
        _end.Change(left, Timeout.InfiniteTimeSpan);
    }

    private Task Leave(CancellationToken cancellationToken)
    {
        // A tick that was already on its way when the time was extended changes nothing.
        if (!(clock.GetUtcNow() < _state.EndsAt)) DeactivateOnIdle();
        return Task.CompletedTask;
    }
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
