using OrleansEntry.Contracts.SecondFactor;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Gateway.Entry;
using OrleansEntry.Gateway.Sessions;

namespace OrleansEntry.Gateway.SecondFactor;

/// <summary>The second factors of the caller's account: the authenticator and the recovery codes.</summary>
internal static class SecondFactorEndpoints
{
    private const int UsualStep = 30;
    private const int LongStep = 60;

    /// <summary>Maps <c>/second-factors</c> and <c>/recovery-codes</c>.</summary>
    public static void MapSecondFactors(this IEndpointRouteBuilder routes)
    {
        var factors = routes.MapGroup("/second-factors").WithTags("Second factor").InSession(openWhileEnrolmentDue: true).KeepsAnswers();
        factors.MapGet("", List).Describe("List second factors", "What is set up, and since when.");
        factors.MapPost("/totp", BeginTotp)
            .Describe("Begin an authenticator", "Gives the secret, as text, address and QR code. It counts once it is confirmed.")
            .Refuses(Problems.ConfirmationDue, Problems.SettingsLocked, Problems.FactorTooNew, Problems.AlreadyEnrolled, Problems.Wait);
        factors.MapPost("/totp/confirmation", ConfirmTotp)
            .Describe("Confirm the authenticator", "Takes its first code and gives ten recovery codes, this once.")
            .Refuses(Problems.CodeRefused, Problems.CodeUsed, Problems.ClockOff, Problems.NoEnrolment, Problems.ConfirmationDue,
            Problems.SettingsLocked, Problems.Wait);
        factors.MapDelete("/totp", RemoveTotp).Describe("Remove the authenticator", "Its recovery codes go with it.")
            .Refuses(Problems.ConfirmationDue, Problems.SettingsLocked, Problems.FactorTooNew, Problems.NotEnrolled,
            Problems.SecondFactorRequired);

        routes.MapGroup("/recovery-codes").WithTags("Second factor").InSession().KeepsAnswers().MapPost("", RenewCodes)
            .Describe("Renew the recovery codes", "Ten new ones; the old ones no longer work.")
            .Refuses(Problems.ConfirmationDue, Problems.SettingsLocked, Problems.NotEnrolled);
    }

    private static async Task<Results<Ok<SecondFactorsBody>, Problem>> List(HttpContext http, IGrainFactory grains, TimeProvider clock)
    {
        var caller = Caller.Of(http);
        var answer = await caller.Account(grains).ListSecondFactors(caller.Proof);

        return answer is SessionAnswer.Done<SecondFactorsView> done
            ? TypedResults.Ok(SecondFactorsBody.From(done.Value))
            : SessionProblems.From(answer, clock.GetUtcNow());
    }

    private static async Task<Results<Created<TotpEnrolmentBody>, Problem>> BeginTotp(
        BeginTotpBody body, HttpContext http, IGrainFactory grains, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (body.StepSeconds is not (null or UsualStep or LongStep)) return Problems.MalformedMember("stepSeconds", "is 30 or 60");

        var caller = Caller.Of(http);
        var answer = await caller.Account(grains).BeginTotp(caller.Proof, body.StepSeconds ?? UsualStep, cancellationToken);

        return answer is SessionAnswer.Done<TotpEnrolment> done
            ? TypedResults.Created((string?)null, TotpEnrolmentBody.From(done.Value))
            : SessionProblems.From(answer, clock.GetUtcNow());
    }

    private static async Task<Results<Ok<EnrolledBody>, Problem>> ConfirmTotp(
        TotpCodeBody body, HttpContext http, IGrainFactory grains, SessionIssuer issuer, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var caller = Caller.Of(http);
        var answer = await caller.Account(grains).ConfirmTotp(caller.Proof, body.Code, cancellationToken);
        if (answer is not SessionAnswer.Done<RecoveryCodesIssued> { Value: var issued })
            return SessionProblems.From(answer, clock.GetUtcNow());

        var rotated = issued.Session is { } grant ? issuer.HandRotated(http, caller, grant) : null;
        return TypedResults.Ok(
            new EnrolledBody { RecoveryCodes = issued.Codes, Session = rotated?.Session, AntiForgery = rotated?.AntiForgery });
    }

    private static async Task<Results<NoContent, Problem>> RemoveTotp(
        HttpContext http, IGrainFactory grains, TimeProvider clock, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(http);
        var answer = await caller.Account(grains).RemoveTotp(caller.Proof, cancellationToken);

        return answer is SessionAnswer.Done ? TypedResults.NoContent() : SessionProblems.From(answer, clock.GetUtcNow());
    }

    private static async Task<Results<Created<RecoveryCodesBody>, Problem>> RenewCodes(
        EmptyBody body, HttpContext http, IGrainFactory grains, TimeProvider clock, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(http);
        var answer = await caller.Account(grains).RenewRecoveryCodes(caller.Proof, cancellationToken);

        return answer is SessionAnswer.Done<RecoveryCodesIssued> done
            ? TypedResults.Created((string?)null, new RecoveryCodesBody { RecoveryCodes = done.Value.Codes })
            : SessionProblems.From(answer, clock.GetUtcNow());
    }
}
