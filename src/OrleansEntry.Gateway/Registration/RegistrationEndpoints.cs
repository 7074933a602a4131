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
        registrations.MapPost("", Begin)
            .Describe("Begin a registration",
                "Without an answered check it offers one; with it a code is mailed. The owner of a taken identifier gets a notice instead, "
                + "and the answer is the same.")
            .Refuses([Problems.MalformedIdentifier, Problems.CheckFailed, Problems.CheckExpired, Problems.Wait, Problems.Busy,
                .. Problems.Passcodes]);
        registrations.MapPost("/{id}/verification", Verify).Describe("End a registration", "Opens the account with the mailed code.")
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
        CheckScope ScopeFor(ClientBinding client) =>
            new() { Purpose = CheckPurpose.Registration, Subject = identifierKey, Client = client.Name };

        if (body.Check is not { Id: { } checkId } answer)
        {
            var offer = await offers.Offer(visitor, ScopeFor(visitor.Binding), body.CheckKind, cancellationToken);
            if (offer.Check is null) return offer.Problem!;
            return TypedResults.Accepted((string?)null,
                new RegistrationProgress { Next = "check", Check = offer.Check, ExpiresAt = offer.Check.ExpiresAt });
        }

        var (verdict, client) = await checks.AnswerEarlier(checkId, ScopeFor, answer, visitor.Binding, cancellationToken);
        if (verdict is CheckReply.Wrong wrong) return Checks.Refuse(wrong);
        if (verdict is CheckReply.Gone || !await checks.Redeem(checkId, ScopeFor(client), cancellationToken))
        {
            var offer = await offers.Offer(visitor, ScopeFor(visitor.Binding), body.CheckKind, cancellationToken);
            return offer.Check is null
                ? offer.Problem!
                : new Problem(Problems.CheckExpired).With("next", "check").With("check", offer.Check);
        }

        return await Mail(identifier, identifierKey, body.Passcode, visitor, grains, ids, clock);
    }

    private static async Task<Results<Accepted<RegistrationProgress>, Problem>> Mail(
        Identifier identifier, string identifierKey, string passcode, Visitor visitor, IGrainFactory grains, RegistrationIds ids,
        TimeProvider clock)
    {
        var nonce = HexName.New();
        // The pass is spent: from here on the caller may leave, but the registration is carried on.
        var reply = await grains.GetGrain<IIdentifierGrain>(identifierKey).BeginRegistration(
            new RegistrationBegin { Nonce = nonce, Identifier = identifier.Value, Passcode = passcode, Visit = visitor.Visit },
            CancellationToken.None);

        return reply switch
        {
            RegistrationReply.Mailed mailed => TypedResults.Accepted((string?)null, new RegistrationProgress
            {
                Next = "verify-identifier",
                RegistrationId = ids.Seal(new RegistrationFacts(identifierKey, nonce, visitor.Binding, mailed.ExpiresAt)),
                ExpiresAt = mailed.ExpiresAt,
            }),
            RegistrationReply.Waiting waiting => RetryAfter.Refuse(waiting.Until, clock.GetUtcNow()),
            _ => throw new UnreachableException(reply.GetType().Name),
        };
    }

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
