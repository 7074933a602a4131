using System.Collections.Immutable;
using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Keys;
using OrleansEntry.Core.Passkeys;
using OrleansEntry.Core.Sessions;

namespace OrleansEntry.Core.Operators;

/// <summary>Who operates the service, and what each of them may do. Pure.</summary>
/// <remarks>An act is in the log before it is done: what can not be logged does not happen.</remarks>
public static class OperatorRules
{
    /// <summary>Somebody took an invitation and showed a new passkey, which its verifier found good.</summary>
    /// <param name="state">The operators.</param>
    /// <param name="invitation">The invitation.</param>
    /// <param name="id">The new operator's public name.</param>
    /// <param name="key">The passkey.</param>
    /// <param name="now">When.</param>
    /// <param name="caller">Who.</param>
    /// <param name="keys">The deployment's, for the MAC they are stored with.</param>
    public static OperatorDecision Enrol(
        OperatorsState state, OperatorInvitation invitation, string id, PasskeyCredential key, DateTimeOffset now, Caller caller,
        DeploymentKeys keys)
    {
        if (RefuseInvitation(state, invitation, now) is { } refusal) return new(refusal, state);
        // One that is kept on several devices is as safe as an account with its maker, and no safer (NIST SP 800-63B-4 §2.3.2).
        if (key.BackupEligible) return new(new OperatorAnswer.Copyable(), state);
        if (Owner(state, key.Id.AsSpan()) is not null) return new(new OperatorAnswer.Taken(), state);

        var added = new Operator(id, invitation.Name, invitation.Roles, key, now).WithMac(keys);
        state = Spend(state, invitation.Nonce, invitation.ExpiresAt, now) with { Operators = state.Operators.Add(added) };
        return new(
            new OperatorAnswer.Enrolled(added),
            state.Write(now, OperatorLog.Enrolled, caller, null, null, $"{added.Id} {added.Name} {string.Join(',', added.Roles)}"));
    }

    /// <summary>What is refused before a passkey is made.</summary>
    public static OperatorAnswer? RefuseInvitation(OperatorsState state, OperatorInvitation invitation, DateTimeOffset now) =>
        now >= invitation.ExpiresAt || IsSpent(state, invitation.Nonce) ? new OperatorAnswer.Gone()
        : state.Operators.Any(o => o.Name == invitation.Name) ? new OperatorAnswer.Taken()
        : state.Operators.Length >= OperatorsState.MaxOperators ? new OperatorAnswer.Full()
        : null;

    /// <summary>The operator whose passkey it is.</summary>
    public static Operator? Owner(OperatorsState state, ReadOnlySpan<byte> credentialId)
    {
        foreach (var one in state.Operators)
            if (credentialId.SequenceEqual(one.Key.Id.AsSpan())) return one;
        return null;
    }

    /// <summary>A passkey was shown for a challenge, and its verifier found it good.</summary>
    /// <param name="state">The operators.</param>
    /// <param name="shown">What was shown.</param>
    /// <param name="seed">The new session's name and secret.</param>
    /// <param name="caller">Who.</param>
    public static OperatorDecision Enter(OperatorsState state, ShownKey shown, SessionSeed seed, Caller caller)
    {
        if (shown.At >= shown.ChallengeExpiresAt || IsSpent(state, shown.Challenge)) return new(new OperatorAnswer.Gone(), state);
        if (state.Operators.FirstOrDefault(o => o.Id == shown.OperatorId) is not { } known) return new(new OperatorAnswer.Gone(), state);

        // A counter that did not grow: somebody has a copy of what can not be copied (WebAuthn §6.1.1).
        if (known.Key.Counter != 0 && shown.Key.Counter <= known.Key.Counter)
            return new(new OperatorAnswer.Gone(), RefuseEntry(state, known.Id, shown.At, caller));

        var session = new OperatorSession
        {
            Id = seed.Id, OperatorId = known.Id, SecretHash = seed.SecretHash, StartedAt = shown.At, LastSeenAt = shown.At,
            Network = caller.Network, Agent = caller.Agent,
        };
        state = Spend(state, shown.Challenge, shown.ChallengeExpiresAt, shown.At);
        state = state with
        {
            Operators = state.Operators.Replace(known, known with { Key = known.Key with { Counter = shown.Key.Counter } }),
            Sessions = [.. MakeRoom(state.Sessions, known.Id, shown.At), session],
        };
        return new(
            new OperatorAnswer.Entered(session), state.Write(shown.At, OperatorLog.Entered, caller, null, session.Id, known.Id));
    }

    /// <summary>The live session behind a proof, and whose it is; <see langword="null"/> when there is none.</summary>
    public static (OperatorSession Session, Operator Operator)? Find(
        OperatorsState state, string sessionId, ReadOnlySpan<byte> secretHash, DateTimeOffset now)
    {
        foreach (var session in state.Sessions)
        {
            if (session.Id != sessionId) continue;
            if (!session.Owns(secretHash) || !session.IsLive(now)) return null;
            return state.Operators.FirstOrDefault(o => o.Id == session.OperatorId) is { } owner ? (session, owner) : null;
        }

        return null;
    }

    /// <summary>The same with the session marked as used now.</summary>
    public static OperatorsState Touch(OperatorsState state, OperatorSession session, DateTimeOffset now) =>
        now - session.LastSeenAt < OperatorSession.TouchEvery ? state : state with
        {
            Sessions = [.. state.Sessions.Select(s => s.Id == session.Id ? s with { LastSeenAt = now } : s)],
        };

    /// <summary>Ends the operator's own session.</summary>
    public static OperatorDecision Leave(OperatorsState state, ActiveOperator own) => new(
        new OperatorAnswer.Done(),
        (state with { Sessions = [.. state.Sessions.Where(s => s.Id != own.Session.Id)] })
            .Write(own.At, OperatorLog.Left, own.Caller, null, own.Session.Id, own.Operator.Id));

    /// <summary>An operator wants something done. <see cref="OperatorAnswer.Done"/>: it is logged and is to be done now;
    /// <see cref="OperatorAnswer.Proposed"/>: it waits for a second operator.</summary>
    /// <param name="state">The operators.</param>
    /// <param name="by">Who.</param>
    /// <param name="act">What.</param>
    /// <param name="target">To whom, or about what: no spaces.</param>
    /// <param name="why">Their reason.</param>
    /// <param name="proposalId">The public name of a proposal, where it takes one.</param>
    public static OperatorDecision Begin(
        OperatorsState state, ActiveOperator by, OperatorAct act, string target, OperatorReason why, string proposalId)
    {
        if (!by.Operator.Roles.Contains(act.Role))
            return new(new OperatorAnswer.NotAllowed(act.Role), state.Note(OperatorLog.Refused, by, act, target, why));
        if (!act.Reviewed) return new(new OperatorAnswer.Done(), state.Note(OperatorLog.Acted, by, act, target, why));

        // A newer proposal of the same takes the place of the older one: who agrees must have read the reason that counts.
        var waiting = Waiting(state, by.At).RemoveAll(p => p.Act == act.Name && p.Target == target);
        if (waiting.Length >= OperatorsState.MaxProposals) return new(new OperatorAnswer.Full(), state);

        var proposal = new Proposal(proposalId, act.Name, target, by.Operator.Id, why.Text, by.At);
        return new(
            new OperatorAnswer.Proposed(proposal),
            (state with { Proposals = waiting.Add(proposal) }).Note(OperatorLog.Proposed, by, act, target, why));
    }

    /// <summary>The proposals that wait, the oldest first.</summary>
    public static ImmutableArray<Proposal> Waiting(OperatorsState state, DateTimeOffset now) =>
        [.. state.Proposals.Where(p => now < p.ExpiresAt)];

    /// <summary>An operator agrees to a proposal of somebody else, or declines one. Whoever proposed may take it back and never
    /// agree.</summary>
    /// <param name="state">The operators.</param>
    /// <param name="by">Who.</param>
    /// <param name="proposalId">The proposal.</param>
    /// <param name="agrees">Whether they agree.</param>
    /// <param name="why">Their reason.</param>
    public static OperatorDecision Review(
        OperatorsState state, ActiveOperator by, string proposalId, bool agrees, OperatorReason why)
    {
        if (Waiting(state, by.At).FirstOrDefault(p => p.Id == proposalId) is not { } proposal
            || !OperatorAct.TryFind(proposal.Act, out var act))
            return new(new OperatorAnswer.NotFound(), state);
        if (!by.Operator.Roles.Contains(act.Role))
            return new(new OperatorAnswer.NotAllowed(act.Role), state.Note(OperatorLog.Refused, by, act, proposal.Target, why));
        if (agrees && proposal.By == by.Operator.Id) return new(new OperatorAnswer.AnotherNeeded(), state);

        var rest = state with { Proposals = Waiting(state, by.At).Remove(proposal) };
        return agrees
            ? new(new OperatorAnswer.Agreed(proposal), rest.Note(OperatorLog.Agreed, by, act, proposal.Target, why))
            : new(new OperatorAnswer.Done(), rest.Note(OperatorLog.Declined, by, act, proposal.Target, why));
    }

    /// <summary>Removes an operator: their sessions end, and what they proposed waits no more.</summary>
    public static OperatorDecision Remove(OperatorsState state, ActiveOperator by, string operatorId, OperatorReason why)
    {
        if (!by.Operator.Roles.Contains(OperatorAct.Remove.Role))
            return new(new OperatorAnswer.NotAllowed(OperatorAct.Remove.Role),
                state.Note(OperatorLog.Refused, by, OperatorAct.Remove, operatorId, why));
        if (state.Operators.FirstOrDefault(o => o.Id == operatorId) is not { } leaving) return new(new OperatorAnswer.NotFound(), state);

        var rest = state.Operators.Remove(leaving);
        if (!rest.Any(o => o.Roles.Contains(OperatorRole.Admin))) return new(new OperatorAnswer.LastAdmin(), state);

        state = state with
        {
            Operators = rest, Sessions = [.. state.Sessions.Where(s => s.OperatorId != operatorId)],
            Proposals = [.. state.Proposals.Where(p => p.By != operatorId)],
        };
        return new(new OperatorAnswer.Done(), state.Note(OperatorLog.Acted, by, OperatorAct.Remove, operatorId, why));
    }

    /// <summary>Logs that something which was begun did not happen.</summary>
    /// <param name="state">The operators.</param>
    /// <param name="by">Who began it.</param>
    /// <param name="act">What.</param>
    /// <param name="target">To whom.</param>
    /// <param name="found">What was found instead: one word.</param>
    public static OperatorsState CameToNothing(OperatorsState state, ActiveOperator by, OperatorAct act, string target, string found) =>
        state.Write(by.At, OperatorLog.CameToNothing, by.Caller, act.Name, by.Session.Id, $"{by.Operator.Id} {target} {found}");

    /// <summary>A passkey was refused.</summary>
    public static OperatorsState RefuseEntry(OperatorsState state, string? operatorId, DateTimeOffset now, Caller caller) =>
        operatorId is null ? state : state.Write(now, OperatorLog.EntryRefused, caller, null, null, operatorId);

    private static ImmutableArray<OperatorSession> MakeRoom(ImmutableArray<OperatorSession> sessions, string operatorId, DateTimeOffset now)
    {
        sessions = [.. sessions.Where(s => s.IsLive(now))];
        var own = sessions.Where(s => s.OperatorId == operatorId).OrderByDescending(s => s.StartedAt).ToArray();
        return sessions.RemoveRange(own.Skip(OperatorsState.MaxSessionsEach - 1));
    }

    private static bool IsSpent(OperatorsState state, string name) => state.Spent.Any(s => s.Name == name);

    private static OperatorsState Spend(OperatorsState state, string name, DateTimeOffset until, DateTimeOffset now) =>
        state with { Spent = [.. state.Spent.Where(s => now < s.Until), new SpentTicket(name, until)] };
}
