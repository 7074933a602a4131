using System.Diagnostics;
using OrleansEntry.Contracts;
using OrleansEntry.Contracts.Entry;
using OrleansEntry.Contracts.Registration;
using OrleansEntry.Contracts.SecurityCheck;
using OrleansEntry.Core;
using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Identifiers;
using OrleansEntry.Core.Keys;
using OrleansEntry.Core.Passcodes;
using OrleansEntry.Gateway.Passkeys;
using OrleansEntry.Gateway.SecurityCheck;

namespace OrleansEntry.Gateway.Entry;

/// <summary>The way in: identifier, security check, passcode, second factor.</summary>
internal static class EntryEndpoints
{
    /// <summary>Maps <c>/entries</c>.</summary>
    public static void MapEntries(this IEndpointRouteBuilder routes)
    {
        var entries = routes.MapGroup("/entries").WithTags("Entry");
        entries.MapPost("", Begin)
            .Describe("Begin an entry", "Says what is due first. With a passcode, and a check answered or not due, it goes straight on.")
            .KeepsAnswers()
            .Refuses(Problems.MalformedIdentifier, Problems.NotAdmitted, Problems.CheckFailed, Problems.CheckExpired, Problems.CheckDue,
                Problems.Frozen, Problems.OutOfUse, Problems.Wait, Problems.Busy);

        var one = entries.MapGroup("/{id}").RefusesAll(Problems.UnknownEntry, Problems.EntryExpired, Problems.Wait);
        one.MapPost("/check", AnswerCheck).Describe("Answer the check", "Answers the security check by any of its kinds.")
            .Refuses(Problems.CheckFailed, Problems.CheckExpired, Problems.WrongStep);
        one.MapPost("/check/renewal", RenewCheck)
            .Describe("Renew the check",
            "Asks for a fresh challenge, of another kind where one is wanted; the one before can no longer be answered.")
            .Refuses(Problems.CheckExpired, Problems.WrongStep);
        one.MapPost("/passcode", SubmitPasscode)
            .Describe("Submit the passcode", "Wrong passcode and unknown identifier can not be told apart.")
            .KeepsAnswers()
            .Refuses(Problems.NotAdmitted, Problems.CheckDue, Problems.Frozen, Problems.WrongStep, Problems.OutOfUse, Problems.Busy);
        one.MapPost("/second-factor", SubmitSecondFactor)
            .Describe("Submit the second factor", "An authenticator's code, a recovery code or a passkey.")
            .KeepsAnswers()
            .Refuses(Problems.CodeRefused, Problems.CodeUsed, Problems.ClockOff, Problems.PasskeyRefused, Problems.WrongStep,
                Problems.OutOfUse);
        one.MapPost("/device", AwaitDevice).KeepsAnswers()
            .Describe("Wait for a listed device", "Where only listed devices may enter: whether one of them has let this one in by now.")
            .Refuses(Problems.WrongStep);
    }

    private static async Task<Results<Ok<EntryProgress>, Problem>> AwaitDevice(
        string id, EmptyBody body, HttpContext http, EntryDesk desk, Visitors visitors, CancellationToken cancellationToken)
    {
        var visitor = visitors.Read(http);
        var (entry, problem) = desk.Open(id, visitor);
        if (entry is null) return problem!;

        var reply = await desk.Account(entry).AwaitDevice(
            new EntryBegin { Ticket = entry.Ticket, Visit = visitor.VisitAtDoor }, cancellationToken);
        return desk.Progress(reply, entry, visitor, http, isNew: false) is { } progress
            ? TypedResults.Ok(progress)
            : await desk.Refuse(reply, entry, cancellationToken);
    }

    private static async Task<Results<Created<EntryProgress>, Ok<EntryProgress>, Problem>> Begin(
        BeginEntryBody body, HttpContext http, IGrainFactory grains, EntryDesk desk, Checks checks, Visitors visitors, DeploymentKeys keys,
        NetworkPace pace, CancellationToken cancellationToken)
    {
        if (!Identifier.TryParse(body.Identifier, out var identifier)) return new Problem(Problems.MalformedIdentifier);
        if (body.Passcode is not null && !Passcode.TryParse(body.Passcode, out _))
            return Problems.MalformedMember("passcode", "is no text");
        if (body.Check is { } answer && !HexName.IsValid(answer.Id)) return Problems.MalformedMember("check.id", "names no check");

        var visitor = visitors.Welcome(http);
        var beginning = await pace.Begin(visitor, CheckPurpose.Entry);
        if (beginning.Refusal is { } hasty) return hasty;

        var account = await Resolve(identifier, grains, keys, cancellationToken);
        var entry = desk.New(account, visitor, beginning.NetworkUsedPercent);
        var reply = await desk.AskWhatIsDue(entry, visitor, cancellationToken);
        var atDoor = reply;

        if (reply is EntryReply.CheckDue { Demand: var demand } && body.Check is { Id: { } checkId } given)
        {
            var (verdict, client) = await checks.AnswerEarlier(
                checkId, alternative => EntryDesk.ScopeOf(account, checkId, alternative), given, visitor.Binding, cancellationToken);
            if (verdict is CheckReply.Wrong wrong) return Checks.Refuse(wrong);
            if (verdict is CheckReply.Gone) return await desk.RefuseWithCheck(Problems.CheckExpired, entry, demand, cancellationToken);

            // The pass lies under the earlier entry's name, so this entry takes that name over.
            entry = entry with { Nonce = checkId, Client = client };
            reply = new EntryReply.PasscodeDue();
        }

        if (reply is EntryReply.CheckDue due)
        {
            var (offered, check) = await desk.OfferCheck(entry, due.Demand, cancellationToken);
            return TypedResults.Created((string?)null, desk.GoOn("check", offered, isNew: true) with
            {
                Check = check, SafetyPhrase = atDoor.SafetyPhrase, RemovalAt = atDoor.RemovalAt,
            });
        }

        if (reply is EntryReply.PasscodeDue && body.Passcode is { } passcode)
            reply = await desk.SubmitPasscode(entry, visitor, passcode, cancellationToken);

        var progress = desk.Progress(reply, entry, visitor, http, isNew: true);
        if (progress is null) return await desk.Refuse(reply, entry, cancellationToken);
        return reply is EntryReply.Done
            ? TypedResults.Ok(progress)
            : TypedResults.Created((string?)null, progress with { SafetyPhrase = atDoor.SafetyPhrase, RemovalAt = atDoor.RemovalAt });
    }

    private static async Task<AccountId> Resolve(
        Identifier identifier, IGrainFactory grains, DeploymentKeys keys, CancellationToken cancellationToken)
    {
        var resolved =
            await Reads.Twice(() => grains.GetGrain<IIdentifierGrain>(keys.NameIdentifier(identifier.Value)).Resolve(cancellationToken));
        return AccountId.TryParse(resolved, out var account)
            ? account
            : throw new InvalidOperationException("An identifier resolved to no account id.");
    }

    private static async Task<Results<Ok<EntryProgress>, Problem>> AnswerCheck(
        string id, CheckAnswerBody body, HttpContext http, EntryDesk desk, Checks checks, Visitors visitors,
        CancellationToken cancellationToken)
    {
        var visitor = visitors.Read(http);
        var (entry, problem) = desk.Open(id, visitor);
        if (entry is null) return problem!;

        var verdict = body.Id is null || body.Id == entry.Nonce
            ? await checks.Answer(entry.Nonce, EntryDesk.ScopeOf(entry.Account, entry.Nonce, entry.Client), body, cancellationToken)
            : new CheckReply.Gone();

        return verdict switch
        {
            CheckReply.Passed => TypedResults.Ok(desk.GoOn("passcode", entry, isNew: false)),
            CheckReply.Gone => await desk.ReplaceCheck(entry, visitor, cancellationToken),
            CheckReply.Wrong wrong => Checks.Refuse(wrong),
            _ => throw new UnreachableException(verdict.GetType().Name),
        };
    }

    private static async Task<Results<Ok<RenewedCheckBody>, Problem>> RenewCheck(
        string id, CheckRenewalBody body, HttpContext http, EntryDesk desk, Checks checks, Visitors visitors, NetworkPace pace,
        CancellationToken cancellationToken)
    {
        var visitor = visitors.Read(http);
        var (entry, problem) = desk.Open(id, visitor);
        if (entry is null) return problem!;
        if (await pace.RefuseBeginning(visitor) is { } hasty) return hasty;

        var fresh = await checks.Renew(
            entry.Nonce, EntryDesk.ScopeOf(entry.Account, entry.Nonce, entry.Client), body.Kind, cancellationToken);
        return fresh is null
            ? await desk.ReplaceCheck(entry, visitor, cancellationToken)
            : TypedResults.Ok(new RenewedCheckBody { Check = CheckBody.From(fresh) });
    }

    private static async Task<Results<Ok<EntryProgress>, Problem>> SubmitPasscode(
        string id, PasscodeBody body, HttpContext http, EntryDesk desk, Visitors visitors, CancellationToken cancellationToken)
    {
        if (!Passcode.TryParse(body.Passcode, out _)) return Problems.MalformedMember("passcode", "is no text");

        var visitor = visitors.Read(http);
        var (entry, problem) = desk.Open(id, visitor);
        if (entry is null) return problem!;

        var reply = await desk.SubmitPasscode(entry, visitor, body.Passcode, cancellationToken);
        return await Tell(reply, entry, visitor, http, desk, cancellationToken);
    }

    private static async Task<Results<Ok<EntryProgress>, Problem>> SubmitSecondFactor(
        string id, SecondFactorBody body, HttpContext http, EntryDesk desk, Visitors visitors, CancellationToken cancellationToken)
    {
        if (ShownFactor.Unreadable(body.Method, body.Code, body.Passkey) is { } unreadable) return unreadable;

        var visitor = visitors.Read(http);
        var (entry, problem) = desk.Open(id, visitor);
        if (entry is null) return problem!;

        var reply = await desk.Account(entry).SubmitSecondFactor(
            new SecondFactorAttempt
            {
                Ticket = entry.Ticket, Visit = visitor.Visit, Method = body.Method, Code = ShownFactor.CodeOf(body.Code, body.Passkey)!,
            },
            cancellationToken);
        return await Tell(reply, entry, visitor, http, desk, cancellationToken);
    }

    private static async Task<Results<Ok<EntryProgress>, Problem>> Tell(
        EntryReply reply, EntryFacts entry, Visitor visitor, HttpContext http, EntryDesk desk, CancellationToken cancellationToken) =>
        desk.Progress(reply, entry, visitor, http, isNew: false) is { } progress
            ? TypedResults.Ok(progress)
            : await desk.Refuse(reply, entry, cancellationToken);
}
