using OrleansEntry.Contracts.Entry;
using OrleansEntry.Contracts.Passkeys;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Core;
using OrleansEntry.Gateway.Entry;
using OrleansEntry.Gateway.Sessions;

namespace OrleansEntry.Gateway.Passkeys;

/// <summary>Passkeys: adding, naming and removing them, and asking for one at the door and in a session.</summary>
internal static class PasskeyEndpoints
{
    /// <summary>Maps what belongs to passkeys alone.</summary>
    public static void MapPasskeys(this IEndpointRouteBuilder routes)
    {
        routes.MapGroup("/second-factors/passkey").WithTags("Second factor").InSession(openWhileEnrolmentDue: true)
            .MapPost("/options", Begin).Describe("Begin a passkey", "Gives what the browser asks an authenticator for a new passkey.")
            .Refuses(Problems.ConfirmationDue, Problems.SettingsLocked, Problems.TooManyPasskeys, Problems.Busy);
        var own = routes.MapGroup("/second-factors/passkeys").WithTags("Second factor").InSession(openWhileEnrolmentDue: true);
        own.MapPost("", Add).KeepsAnswers()
            .Describe(
                "Add a passkey", "Takes the authenticator's answer. With an account's first factor come ten recovery codes, this once.")
            .Refuses(Problems.PasskeyRefused, Problems.ConfirmationDue, Problems.SettingsLocked, Problems.TooManyPasskeys, Problems.Busy);
        own.MapPatch("/{id}", Rename).KeepsAnswers().Describe("Rename a passkey", "Gives it another name.")
            .Refuses(Problems.NotFound, Problems.EnrolmentDue);
        own.MapDelete("/{id}", Remove).KeepsAnswers()
            .Describe("Remove a passkey", "It works no more. With the account's last factor its recovery codes go too.")
            .Refuses(Problems.NotFound, Problems.ConfirmationDue, Problems.SettingsLocked, Problems.FactorTooNew,
                Problems.SecondFactorRequired, Problems.EnrolmentDue);

        routes.MapGroup("/session/passkey").WithTags("Sessions").InSession().MapPost("/options", AskForPresence)
            .Describe("Ask for a passkey to confirm presence", "Gives what the browser asks; its answer goes to the confirmation.")
            .Refuses(Problems.NoPasskey, Problems.Busy);
        routes.MapGroup("/trading/passkey").WithTags("Trading").InSession().MapPost("/options", AskForTrading)
            .Describe("Ask for a passkey for trading", "Gives what the browser asks; its answer goes to an approval or an unlock.")
            .Refuses(Problems.NoPasskey, Problems.Busy);

        var entry = routes.MapGroup("/entries/{id}/passkey").WithTags("Entry")
            .RefusesAll(Problems.UnknownEntry, Problems.EntryExpired, Problems.Wait);
        entry.MapPost("/options", AskAtDoor)
            .Describe("Ask for a passkey", "Gives what the browser asks. Before the passcode it is alike for every identifier and names no "
                + "passkey; after it, it names those of the account.")
            .Refuses(Problems.WrongStep, Problems.Busy);
        entry.MapPost("", Submit).KeepsAnswers()
            .Describe("Enter with a passkey", "In the place of passcode and second factor: its authenticator verified who uses it.")
            .Refuses(Problems.PasskeyRefused, Problems.Frozen, Problems.WrongStep, Problems.Busy);
    }

    private static async Task<Results<Ok<PasskeyOptionsBody>, Problem>> Begin(
        EmptyBody body, HttpContext http, IGrainFactory grains, TimeProvider clock, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(http);
        return Options(await caller.Passkeys(grains).BeginPasskey(caller.Proof, cancellationToken), clock);
    }

    private static async Task<Results<Created<PasskeyAddedBody>, Problem>> Add(
        NewPasskeyBody body, HttpContext http, IGrainFactory grains, SessionIssuer issuer, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        if (Unfit(body.Name) is { } unfit) return unfit;
        if (ShownFactor.Unreadable(body.Passkey) is { } unreadable) return unreadable;

        var caller = Caller.Of(http);
        var answer = await caller.Passkeys(grains).AddPasskey(
            caller.Proof, new PasskeyAnswer { Name = body.Name.Trim(), Answer = body.Passkey.GetRawText() }, cancellationToken);
        if (answer is not SessionAnswer.Done<PasskeyAdded> { Value: var added }) return SessionProblems.From(answer, clock.GetUtcNow());

        var rotated = issuer.HandRotated(http, caller, added.Session);
        return TypedResults.Created((string?)null, new PasskeyAddedBody
        {
            Passkey = PasskeyBody.From(added.Passkey), RecoveryCodes = added.Codes.IsEmpty ? null : added.Codes,
            Session = rotated.Session, AntiForgery = rotated.AntiForgery,
        });
    }

    private static async Task<Results<NoContent, Problem>> Rename(
        string id, PasskeyNameBody body, HttpContext http, IGrainFactory grains, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (Unfit(body.Name) is { } unfit) return unfit;
        if (!HexName.IsValid(id)) return new Problem(Problems.NotFound);

        var caller = Caller.Of(http);
        return Nothing(await caller.Passkeys(grains).RenamePasskey(caller.Proof, id, body.Name.Trim(), cancellationToken), clock);
    }

    private static async Task<Results<NoContent, Problem>> Remove(
        string id, HttpContext http, IGrainFactory grains, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!HexName.IsValid(id)) return new Problem(Problems.NotFound);

        var caller = Caller.Of(http);
        return Nothing(await caller.Passkeys(grains).RemovePasskey(caller.Proof, id, cancellationToken), clock);
    }

    private static Task<Results<Ok<PasskeyOptionsBody>, Problem>> AskForPresence(
        EmptyBody body, HttpContext http, IGrainFactory grains, TimeProvider clock, CancellationToken cancellationToken) =>
        Ask(PasskeyPurpose.Presence, http, grains, clock, cancellationToken);

    private static Task<Results<Ok<PasskeyOptionsBody>, Problem>> AskForTrading(
        EmptyBody body, HttpContext http, IGrainFactory grains, TimeProvider clock, CancellationToken cancellationToken) =>
        Ask(PasskeyPurpose.Trading, http, grains, clock, cancellationToken);

    private static async Task<Results<Ok<PasskeyOptionsBody>, Problem>> Ask(
        PasskeyPurpose purpose, HttpContext http, IGrainFactory grains, TimeProvider clock, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(http);
        return Options(await caller.Passkeys(grains).AskForPasskey(caller.Proof, purpose, cancellationToken), clock);
    }

    private static async Task<Results<Ok<PasskeyOptionsBody>, Problem>> AskAtDoor(
        string id, EmptyBody body, HttpContext http, EntryDesk desk, Visitors visitors, NetworkPace pace,
        CancellationToken cancellationToken)
    {
        var visitor = visitors.Read(http);
        var (entry, problem) = desk.Open(id, visitor);
        if (entry is null) return problem!;
        if (await pace.RefuseBeginning(visitor) is { } hasty) return hasty;

        var reply = await desk.Passkeys(entry).AskAtDoor(
            new EntryBegin { Ticket = entry.Ticket, Visit = visitor.VisitAtDoor }, cancellationToken);
        return reply is EntryReply.PasskeyAsked asked
            ? TypedResults.Ok(PasskeyOptionsBody.From(asked.Options))
            : await desk.Refuse(reply, entry, cancellationToken);
    }

    private static async Task<Results<Ok<EntryProgress>, Problem>> Submit(
        string id, PasskeyShownBody body, HttpContext http, EntryDesk desk, Visitors visitors, CancellationToken cancellationToken)
    {
        if (ShownFactor.Unreadable(body.Passkey) is { } unreadable) return unreadable;

        var visitor = visitors.Read(http);
        var (entry, problem) = desk.Open(id, visitor);
        if (entry is null) return problem!;

        var reply = await desk.Passkeys(entry).SubmitPasskey(
            new PasskeyAttempt { Ticket = entry.Ticket, Visit = visitor.VisitAtDoor, Answer = body.Passkey.GetRawText() },
            cancellationToken);
        return desk.Progress(reply, entry, visitor, http, isNew: false) is { } progress
            ? TypedResults.Ok(progress)
            : await desk.Refuse(reply, entry, cancellationToken);
    }

    private static Results<Ok<PasskeyOptionsBody>, Problem> Options(SessionAnswer answer, TimeProvider clock) =>
        answer is SessionAnswer.Done<string> asked
            ? TypedResults.Ok(PasskeyOptionsBody.From(asked.Value))
            : SessionProblems.From(answer, clock.GetUtcNow());

    private static Results<NoContent, Problem> Nothing(SessionAnswer answer, TimeProvider clock) =>
        answer is SessionAnswer.Done ? TypedResults.NoContent() : SessionProblems.From(answer, clock.GetUtcNow());

    private static Problem? Unfit(string name) =>
        string.IsNullOrWhiteSpace(name) ? Problems.MalformedMember("name", "is empty")
        : name.Any(char.IsControl) ? Problems.MalformedMember("name", "holds a control character")
        : null;
}
