using System.Collections.Immutable;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Core;
using OrleansEntry.Gateway.Passkeys;

namespace OrleansEntry.Gateway.Sessions;

/// <summary>The caller's own session, and the others of the account.</summary>
internal static class SessionEndpoints
{
    /// <summary>Maps <c>/session</c> and <c>/sessions</c>.</summary>
    public static void MapSessions(this IEndpointRouteBuilder routes)
    {
        var own = routes.MapGroup("/session").WithTags("Sessions").InSession(openWhileEnrolmentDue: true).KeepsAnswers();
        own.MapGet("", Current).OpenToOldClients().Describe("Who am I", "The caller's account and session.");
        own.MapDelete("", Leave).OpenToOldClients().Describe("Leave", "Ends the session and clears what the browser kept of it.");
        own.MapPost("/confirmation", Confirm)
            .Describe("Confirm presence", "Proves presence again before a sensitive change, and changes the session's token.")
            .Refuses(Problems.ConfirmationIncomplete, Problems.NotAdmitted, Problems.CodeRefused, Problems.CodeUsed, Problems.ClockOff,
                Problems.PasskeyRefused, Problems.OutOfUse, Problems.Wait, Problems.Busy);

        var all = routes.MapGroup("/sessions").WithTags("Sessions").InSession().KeepsAnswers();
        all.MapGet("", List).Describe("List sessions", "The account's live sessions.");
        all.MapDelete("", EndOthers).Describe("End all others", "Ends every session but the caller's own.")
            .Refuses(Problems.ConfirmationDue);
        all.MapDelete("/{id}", End).Describe("End a session", "Ends one session of the account.")
            .Refuses(Problems.ConfirmationDue, Problems.NotFound);
    }

    private static Answer<CurrentSessionBody> Current(HttpContext http)
    {
        var caller = Caller.Of(http);
        var reply = caller.Session;
        return new Answer<CurrentSessionBody>(new CurrentSessionBody
        {
            AccountId = caller.AccountId,
            Identifier = reply.MaskedIdentifier,
            Session = OwnSession.From(reply.Session),
            SecondFactor = new SecondFactorSummary
            {
                Totp = reply.HasTotp, RecoveryCodesLeft = reply.RecoveryCodesLeft, Passkeys = reply.Passkeys,
            },
            EnrolmentDue = reply.EnrolmentDue,
            ClosesAt = reply.ClosesAt,
            AntiForgery = caller.Credential.ByCookie ? caller.Credential.Token.AntiForgery() : null,
        });
    }

    private static async Task<Results<NoContent, Problem>> Leave(
        HttpContext http, IGrainFactory grains, Cookies cookies, TimeProvider clock, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(http);
        var answer = await caller.Account(grains).Leave(caller.Proof, cancellationToken);
        if (answer is not SessionAnswer.Done) return SessionProblems.From(answer, clock.GetUtcNow());

        Forget(http, cookies);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<RotatedSessionBody>, Problem>> Confirm(
        ConfirmationBody body, HttpContext http, IGrainFactory grains, SessionIssuer issuer, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var code = ShownFactor.CodeOf(body.Code, body.Passkey);
        if ((body.Passcode is null && code is null) || body.Method is null != code is null)
            return new Problem(Problems.ConfirmationIncomplete);
        if (ShownFactor.Unreadable(body.Method, body.Code, body.Passkey) is { } unreadable) return unreadable;

        var caller = Caller.Of(http);
        var answer = await caller.Account(grains).ConfirmPresence(
            new PresenceAttempt { Proof = caller.Proof, Passcode = body.Passcode, Method = body.Method, Code = code },
            cancellationToken);

        return answer switch
        {
            SessionAnswer.Done<SessionGrant> done => TypedResults.Ok(issuer.HandRotated(http, caller, done.Value)),
            SessionAnswer.ConfirmationDue => new Problem(Problems.ConfirmationIncomplete),
            _ => SessionProblems.From(answer, clock.GetUtcNow()),
        };
    }

    private static async Task<Results<Ok<SessionsBody>, Problem>> List(HttpContext http, IGrainFactory grains, TimeProvider clock)
    {
        var caller = Caller.Of(http);
        var answer = await caller.Account(grains).ListSessions(caller.Proof);

        return answer is SessionAnswer.Done<ImmutableArray<SessionView>> done
            ? TypedResults.Ok(
            new SessionsBody { Sessions = [.. done.Value.Select(view => ListedSession.From(view, caller.Proof.SessionId))] })
            : SessionProblems.From(answer, clock.GetUtcNow());
    }

    private static async Task<Results<NoContent, Problem>> End(
        string id, HttpContext http, IGrainFactory grains, Cookies cookies, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!HexName.IsValid(id)) return new Problem(Problems.NotFound);

        var caller = Caller.Of(http);
        var answer = await caller.Account(grains).EndSession(caller.Proof, id, cancellationToken);
        if (answer is not SessionAnswer.Done) return SessionProblems.From(answer, clock.GetUtcNow());

        if (id == caller.Proof.SessionId) Forget(http, cookies);
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, Problem>> EndOthers(
        HttpContext http, IGrainFactory grains, TimeProvider clock, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(http);
        var answer = await caller.Account(grains).EndOtherSessions(caller.Proof, cancellationToken);

        return answer is SessionAnswer.Done ? TypedResults.NoContent() : SessionProblems.From(answer, clock.GetUtcNow());
    }

    // "cookies" is left out of Clear-Site-Data: the device stays known (ASVS 14.3.1 asks for the session's data).
    internal static void Forget(HttpContext http, Cookies cookies)
    {
        cookies.TakeSession(http);
        http.Response.Headers["Clear-Site-Data"] = "\"cache\", \"storage\"";
    }
}
