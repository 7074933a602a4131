using OrleansEntry.Contracts.Operators;
using OrleansEntry.Core.Operators;
using OrleansEntry.Gateway.Entry;

namespace OrleansEntry.Gateway.Operators;

/// <summary>How operators come in: by invitation once, and by their passkey each time.</summary>
internal static class OperatorEntryEndpoints
{
    /// <summary>Maps <c>/enrolments</c>, <c>/entries</c> and <c>/session</c> of the operators.</summary>
    public static void MapOperatorEntry(this IEndpointRouteBuilder routes)
    {
        var enrolments = routes.MapGroup("/enrolments").RefusesAll(
            Problems.OperatorNotAdmitted, Problems.OperatorTaken, Problems.OperatorsFull, Problems.Wait);
        enrolments.MapPost("", BeginEnrolment).Describe("Begin to become an operator", "Takes an invitation, and asks for a new passkey.");
        enrolments.MapPost("/confirmation", Enrol)
            .Describe("Become an operator", "Takes the passkey: one that can not leave its authenticator. Signs nobody in.")
            .Refuses(Problems.PasskeyCopyable);

        var entries = routes.MapGroup("/entries").RefusesAll(Problems.Wait);
        entries.MapPost("", Begin).Describe("Begin to enter as an operator", "Asks for a passkey; none is named.");
        entries.MapPost("/confirmation", Enter)
            .Describe("Enter as an operator", "Takes the passkey, and gives a session in its cookie: 12 hours, 15 minutes without use.")
            .Refuses(Problems.OperatorNotAdmitted);

        var session = routes.MapGroup("/session").WithMetadata(new NeedsOperator()).RefusesAll(Problems.NoOperator);
        session.MapGet("", Read).Describe("Which operator am I", "Who is in, and until when.");
        session.MapDelete("", Leave).Describe("Leave as an operator", "Ends the session.");
    }

    private static async Task<Results<Ok<CeremonyBody>, Problem>> BeginEnrolment(
        InvitedBody body, HttpContext http, IGrainFactory grains, Visitors visitors, TimeProvider clock) =>
        Ceremony(await OperatorCaller.Grain(grains).BeginEnrolment(body.Invitation, visitors.Read(http).Visit), clock);

    private static async Task<Results<Created<OperatorBody>, Problem>> Enrol(
        EnrolmentBody body, HttpContext http, IGrainFactory grains, Visitors visitors, TimeProvider clock)
    {
        var reply = await OperatorCaller.Grain(grains).Enrol(
            body.Invitation, body.Ceremony, body.Answer.GetRawText(), visitors.Read(http).Visit);
        return reply is OperatorReply.Done<OperatorView> { Value: var added }
            ? TypedResults.Created((string?)null, OperatorBody.From(added))
            : OperatorProblems.From(reply, clock.GetUtcNow());
    }

    private static async Task<Results<Ok<CeremonyBody>, Problem>> Begin(
        EmptyBody body, HttpContext http, IGrainFactory grains, Visitors visitors, TimeProvider clock) =>
        Ceremony(await OperatorCaller.Grain(grains).BeginEntry(visitors.Read(http).Visit), clock);

    private static async Task<Results<Ok<OperatorSelfBody>, Problem>> Enter(
        OperatorEntryBody body, HttpContext http, IGrainFactory grains, Visitors visitors, Cookies cookies, TimeProvider clock)
    {
        var reply = await OperatorCaller.Grain(grains).Enter(body.Ceremony, body.Answer.GetRawText(), visitors.Read(http).Visit);
        if (reply is not OperatorReply.Done<OperatorGrant> { Value: var grant }) return OperatorProblems.From(reply, clock.GetUtcNow());

        // The token is for the browser's cookie alone: no script sees it.
        var token = OperatorToken.Create(grant.SessionId, grant.Secret);
        cookies.GiveOperator(http, token);
        return TypedResults.Ok(OperatorSelfBody.From(grant.Self, token.AntiForgery()));
    }

    private static Ok<OperatorSelfBody> Read(HttpContext http)
    {
        var caller = OperatorCaller.Of(http);
        return TypedResults.Ok(OperatorSelfBody.From(caller.Self, caller.AntiForgery));
    }

    private static async Task<Results<NoContent, Problem>> Leave(
        HttpContext http, IGrainFactory grains, Cookies cookies, TimeProvider clock)
    {
        var reply = await OperatorCaller.Grain(grains).Leave(OperatorCaller.Of(http).Proof);
        if (reply is not OperatorReply.Done) return OperatorProblems.From(reply, clock.GetUtcNow());

        cookies.TakeOperator(http);
        return TypedResults.NoContent();
    }

    private static Results<Ok<CeremonyBody>, Problem> Ceremony(OperatorReply reply, TimeProvider clock) =>
        reply is OperatorReply.Done<OperatorCeremony> { Value: var ceremony }
            ? TypedResults.Ok(CeremonyBody.From(ceremony))
            : OperatorProblems.From(reply, clock.GetUtcNow());
}
