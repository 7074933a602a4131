using System.Diagnostics;
using OrleansEntry.Contracts.Registration;
using OrleansEntry.Contracts.SecurityCheck;
using OrleansEntry.Core;
using OrleansEntry.Core.Identifiers;
using OrleansEntry.Core.Keys;
using OrleansEntry.Gateway.Passcodes;
using OrleansEntry.Gateway.SecurityCheck;
using MailedCode = OrleansEntry.Core.Registration.MailedCode;

namespace OrleansEntry.Gateway.Registration;

/// <summary>Opens accounts. A free identifier and a taken one can not be told apart from here.</summary>
internal static class RegistrationEndpoints
{
    /// <summary>Maps <c>/registrations</c>.</summary>
    public static void MapRegistrations(this IEndpointRouteBuilder routes)
    {
        var registrations = routes.MapGroup("/registrations").WithTags("Registration");
        registrations.MapPost("", Begin).KeepsAnswers()
            .Describe("Begin a registration",
                "Without an answered check it offers one; with it a code is mailed. The owner of a taken identifier gets a notice instead, "
                + "and the answer is the same.")
            .Refuses([Problems.MalformedIdentifier, Problems.CheckFailed, Problems.CheckExpired, Problems.Wait, Problems.Busy,
                .. Problems.Passcodes]);
        registrations.MapPost("/{id}/verification", Verify).KeepsAnswers()
            .Describe("End a registration", "Opens the account with the mailed code.")
            .Refuses(Problems.UnknownRegistration, Problems.RegistrationExpired, Problems.CodeRefused, Problems.Wait);
    }

    private static async Task<Results<Accepted<RegistrationProgress>, Problem>> Begin(
        BeginRegistrationBody body, HttpContext http, IGrainFactory grains, NewPasscodes passcodes, Checks checks, Visitors visitors,
        DeploymentKeys keys, RegistrationChecks offers, RegistrationIds ids, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!Identifier.TryParse(body.Identifier, out var identifier)) return new Problem(Problems.MalformedIdentifier);
        if (passcodes.Refuse("passcode", body.Passcode, identifier) is { } unfit) return unfit;
        if (body.Check is { } given && !HexName.IsValid(given.Id)) return Problems.MalformedMember("check.id", "names no check");

        var visitor = visitors.Welcome(http);
        var identifierKey = keys.NameIdentifier(identifier.Value);
        var grain = grains.GetGrain<IIdentifierGrain>(identifierKey);
        CheckScope ScopeFor(ClientBinding client) =>
            new() { Purpose = CheckPurpose.Registration, Subject = identifierKey, Client = client.Name };

        if (body.Check is not { Id: { } checkId } answer)
        {
            var (offered, hasty) = await offers.Offer(visitor, ScopeFor(visitor.Binding), body.CheckKind, cancellationToken);
            return offered is null ? hasty! : Accept(new() { Next = "check", Check = offered, ExpiresAt = offered.ExpiresAt });
        }

        // Who asks again has spent the pass already.
        var nonce = Idempotency.Of(http) is { } once ? HexName.From(once.Name) : null;
        var begun = nonce is null ? null : await grain.ResumeRegistration(nonce, cancellationToken);
        if (begun is not null) return Accept(new RegistrationFacts(identifierKey, nonce!, visitor.Binding, begun.ExpiresAt), ids);

        var (verdict, client) = await checks.AnswerEarlier(checkId, ScopeFor, answer, visitor.Binding, cancellationToken);
        if (verdict is CheckReply.Wrong wrong) return Checks.Refuse(wrong);
        if (verdict is CheckReply.Gone || !await checks.Redeem(checkId, ScopeFor(client), cancellationToken))
        {
            var (fresh, hasty) = await offers.Offer(visitor, ScopeFor(visitor.Binding), body.CheckKind, cancellationToken);
            return fresh is null ? hasty! : new Problem(Problems.CheckExpired).With("next", "check").With("check", fresh);
        }

        var begin = new RegistrationBegin
        {
            Nonce = nonce ?? HexName.New(), Identifier = identifier.Value, Passcode = body.Passcode, Visit = visitor.Visit,
        };
        return await Mail(begin, identifierKey, visitor, grain, ids, clock);
    }

    private static async Task<Results<Accepted<RegistrationProgress>, Problem>> Mail(
        RegistrationBegin begin, string identifierKey, Visitor visitor, IIdentifierGrain grain, RegistrationIds ids, TimeProvider clock)
    {
        // The pass is spent: from here on the caller may leave, but the registration is carried on.
        var reply = await grain.BeginRegistration(begin, CancellationToken.None);

        return reply switch
        {
            RegistrationReply.Mailed mailed =>
                Accept(new RegistrationFacts(identifierKey, begin.Nonce, visitor.Binding, mailed.ExpiresAt), ids),
            RegistrationReply.Waiting waiting => RetryAfter.Refuse(waiting.Until, clock.GetUtcNow()),
            _ => throw new UnreachableException(reply.GetType().Name),
        };
    }

    private static Accepted<RegistrationProgress> Accept(RegistrationFacts begun, RegistrationIds ids) => Accept(
        new() { Next = "verify-identifier", RegistrationId = ids.Seal(begun), ExpiresAt = begun.ExpiresAt });

    private static Accepted<RegistrationProgress> Accept(RegistrationProgress progress) => TypedResults.Accepted((string?)null, progress);

    private static async Task<Results<Created<OpenedAccountBody>, Problem>> Verify(
        string id, VerificationBody body, HttpContext http, IGrainFactory grains, Visitors visitors, RegistrationIds ids,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var visitor = visitors.Read(http);
        if (!ids.TryOpen(id, out var registration) || !registration.Client.Admits(visitor.Binding))
            return new Problem(Problems.UnknownRegistration);
        if (clock.GetUtcNow() >= registration.ExpiresAt) return new Problem(Problems.RegistrationExpired);
        if (!MailedCode.TryParse(body.Code, out var code)) return CodeRefused();

        var reply = await grains.GetGrain<IIdentifierGrain>(registration.IdentifierKey)
            .VerifyRegistration(registration.Nonce, code, visitor.Visit, cancellationToken);

        return reply switch
        {
            VerificationReply.Opened opened => TypedResults.Created((string?)null, new OpenedAccountBody { AccountId = opened.AccountId }),
            VerificationReply.Wrong => CodeRefused(),
            VerificationReply.Gone => new Problem(Problems.RegistrationExpired),
            VerificationReply.Waiting waiting => RetryAfter.Refuse(waiting.Until, clock.GetUtcNow()),
            _ => throw new UnreachableException(reply.GetType().Name),
        };
    }

    private static Problem CodeRefused() =>
        new Problem(Problems.CodeRefused).Saying("That code did not match. Check the newest mail from us.");
}
