using System.Diagnostics;
using OrleansEntry.Contracts;
using OrleansEntry.Contracts.Entry;
using OrleansEntry.Contracts.Passkeys;
using OrleansEntry.Contracts.SecurityCheck;
using OrleansEntry.Core;
using OrleansEntry.Core.Accounts;
using OrleansEntry.Gateway.SecondFactor;
using OrleansEntry.Gateway.SecurityCheck;
using OrleansEntry.Gateway.Sessions;

namespace OrleansEntry.Gateway.Entry;

/// <summary>What the routes of an entry share: reading its id, offering its check, and telling what the account said.</summary>
internal sealed class EntryDesk(
    IGrainFactory grains, EntryIds ids, Checks checks, SessionIssuer issuer, NetworkPace pace, PublicPolicy policy, TimeProvider clock)
{
    /// <summary>The account that is to be entered.</summary>
    public IAccountGrain Account(EntryFacts entry) => grains.GetGrain<IAccountGrain>(entry.Account.Value);

    /// <summary>The same, as far as its passkeys go.</summary>
    public IAccountPasskeysGrain Passkeys(EntryFacts entry) => grains.GetGrain<IAccountPasskeysGrain>(entry.Account.Value);

    /// <summary>What the entry's check is good for. The account redeems it under the same scope.</summary>
    public static CheckScope ScopeOf(AccountId account, string nonce, ClientBinding client) =>
        new() { Purpose = CheckPurpose.Entry, Subject = account.Value + nonce, Client = client.Name };

    /// <summary>A new entry.</summary>
    public EntryFacts New(AccountId account, Visitor visitor, int networkUsedPercent) =>
        new(account, HexName.New(), visitor.Binding, clock.GetUtcNow() + policy.EntryFor, (byte)networkUsedPercent);

    /// <summary>Reads an id for the client that shows it. Unknown, tampered and another's look alike.</summary>
    public (EntryFacts? Entry, Problem? Problem) Open(string id, Visitor visitor)
    {
        if (!ids.TryOpen(id, out var entry) || !entry.Client.Admits(visitor.Binding)) return (null, new Problem(Problems.UnknownEntry));
        return clock.GetUtcNow() >= entry.ExpiresAt ? (null, new Problem(Problems.EntryExpired)) : (entry, null);
    }

    /// <summary>Asks the account what is due first.</summary>
    public ValueTask<EntryReply> AskWhatIsDue(EntryFacts entry, Visitor visitor, CancellationToken cancellationToken) => Reads.Twice(() =>
        new ValueTask<EntryReply>(Account(entry)
            .BeginEntry(new EntryBegin { Ticket = entry.Ticket, Visit = visitor.VisitAtDoor }, cancellationToken)));

    /// <summary>Hands a passcode to the account.</summary>
    public Task<EntryReply> SubmitPasscode(EntryFacts entry, Visitor visitor, string passcode, CancellationToken cancellationToken) =>
        Account(entry).SubmitPasscode(
            new PasscodeAttempt { Ticket = entry.Ticket, Visit = visitor.VisitAtDoor, Passcode = passcode }, cancellationToken);

    /// <summary>The entry with its check open. Where no challenge is to be had under its name (a pass waits there,
    /// or its challenges ran out), it goes on under a new name, and so a new id.</summary>
    public async Task<(EntryFacts Entry, CheckBody Check)> OfferCheck(EntryFacts entry, CheckDemand demand,
        CancellationToken cancellationToken)
    {
        if (await checks.Open(entry.Nonce, ScopeOf(entry.Account, entry.Nonce, entry.Client), demand, cancellationToken) is { } offer)
            return (entry, CheckBody.From(offer));

        var fresh = await checks.OpenNew(nonce => ScopeOf(entry.Account, nonce, entry.Client), demand, cancellationToken);
        return (entry with { Nonce = fresh.Id }, CheckBody.From(fresh));
    }

    /// <summary>A refusal that comes with a check. It names the entry that the check belongs to, which may have a new id.</summary>
    public async Task<Problem> RefuseWithCheck(
        Refusal refusal, EntryFacts entry, CheckDemand demand, CancellationToken cancellationToken)
    {
        var (next, check) = await OfferCheck(entry, demand, cancellationToken);
        return new Problem(refusal).With("next", "check").With("check", check).With("entryId", ids.Seal(next));
    }

    /// <summary>A check is over. The account says whether another one is due, and keeps the pace.</summary>
    public async Task<Problem> ReplaceCheck(EntryFacts entry, Visitor visitor, CancellationToken cancellationToken) =>
        await pace.RefuseBeginning(visitor) ?? await AskWhatIsDue(entry, visitor, cancellationToken) switch
        {
            EntryReply.CheckDue due => await RefuseWithCheck(Problems.CheckExpired, entry, due.Demand, cancellationToken),
            EntryReply.PasscodeDue =>
                new Problem(Problems.WrongStep).Saying("No security check is due. Send the passcode.").With("next", "passcode"),
            var refusal => await Refuse(refusal, entry, cancellationToken),
        };

    /// <summary>The entry goes on to a step.</summary>
    /// <param name="next">The step.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="isNew">Whether the client does not know its id yet.</param>
    public EntryProgress GoOn(string next, EntryFacts entry, bool isNew) =>
        new() { Next = next, ExpiresAt = entry.ExpiresAt, EntryId = isNew ? ids.Seal(entry) : null };

    /// <summary>Translates every good answer; <see langword="null"/> for a refusal.</summary>
    public EntryProgress? Progress(EntryReply reply, EntryFacts entry, Visitor visitor, HttpContext http, bool isNew)
    {
        switch (reply)
        {
            case EntryReply.PasscodeDue:
                return GoOn("passcode", entry, isNew);

            case EntryReply.SecondFactorDue due:
                return GoOn("second-factor", entry, isNew) with { Methods = due.Methods };

            case EntryReply.DeviceDue due:
                return GoOn("device", entry, isNew) with { Number = due.Number, ExpiresAt = due.ExpiresAt };

            case EntryReply.Done done:
                var issue = issuer.Hand(http, visitor, entry.Account, done.Session);
                return new EntryProgress
                {
                    Next = "done",
                    Session = issue.Session,
                    DeviceToken = issue.DeviceToken,
                    AntiForgery = issue.AntiForgery,
                };

            default:
                return null;
        }
    }

    /// <summary>Translates every refusal.</summary>
    public async Task<Problem> Refuse(EntryReply reply, EntryFacts entry, CancellationToken cancellationToken) => reply switch
    {
        EntryReply.CheckDue due => await RefuseWithCheck(Problems.CheckDue, entry, due.Demand, cancellationToken),
        EntryReply.NotAdmitted { NeedsCheck: true } refused =>
            await RefuseWithCheck(Problems.NotAdmitted, entry, refused.Demand, cancellationToken),
        EntryReply.NotAdmitted => new Problem(Problems.NotAdmitted),
        EntryReply.CodeRefused refused => CodeProblems.From(refused.Reason, refused.ClockOffSeconds),
        EntryReply.PasskeyRefused => new Problem(Problems.PasskeyRefused),
        EntryReply.Waiting waiting => RetryAfter.Refuse(waiting.Until, clock.GetUtcNow()),
        EntryReply.OutOfUse => new Problem(Problems.OutOfUse),
        EntryReply.Frozen => new Problem(Problems.Frozen).With("next", "recovery"),
        EntryReply.WrongStep => new Problem(Problems.WrongStep),
        EntryReply.Expired => new Problem(Problems.EntryExpired),
        _ => throw new UnreachableException(reply.GetType().Name),
    };
}
