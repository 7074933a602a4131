using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using OrleansEntry.Contracts.Alerts;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Core;
using OrleansEntry.Core.Identifiers;
using OrleansEntry.Core.Registration;
using OrleansEntry.Gateway.Sessions;

namespace OrleansEntry.Gateway.Alerts;

/// <summary>Asks for a further address.</summary>
internal sealed record AlertAddressBody : Body
{
    /// <summary>The e-mail address.</summary>
    [StringLength(1024, MinimumLength = 1)] public required string Address { get; init; }
}

/// <summary>Proves it.</summary>
internal sealed record AlertCodeBody : Body
{
    /// <summary>The code from the mail.</summary>
    [StringLength(64, MinimumLength = 1)] public required string Code { get; init; }
}

/// <summary>The further addresses.</summary>
internal sealed record AlertAddressesBody
{
    /// <summary>Each of them.</summary>
    public required ImmutableArray<ListedAlertAddress> Addresses { get; init; }

    /// <summary>One that waits for its code; null when there is none.</summary>
    public required WaitingAlertAddress? Waiting { get; init; }

    /// <summary>How many there may be.</summary>
    public required int Most { get; init; }
}

/// <summary>One further address.</summary>
internal sealed record ListedAlertAddress
{
    /// <summary>Its public name.</summary>
    public required string Id { get; init; }

    /// <summary>The address, masked.</summary>
    public required string Address { get; init; }

    /// <summary>When it was proved.</summary>
    public required DateTimeOffset Since { get; init; }
}

/// <summary>A further address that waits for its code.</summary>
internal sealed record WaitingAlertAddress
{
    /// <summary>Its public name.</summary>
    public required string Id { get; init; }

    /// <summary>The address, masked.</summary>
    public required string Address { get; init; }

    /// <summary>Until when its code works.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Translates what the account said.</summary>
    public static WaitingAlertAddress From(AlertAddressAsked asked) =>
        new() { Id = asked.Id, Address = asked.Masked, ExpiresAt = asked.ExpiresAt };
}

/// <summary>Further addresses that every alert goes to.</summary>
internal static class AlertAddressEndpoints
{
    /// <summary>Maps <c>/alert-addresses</c>.</summary>
    public static void MapAlertAddresses(this IEndpointRouteBuilder routes)
    {
        var addresses = routes.MapGroup("/alert-addresses").WithTags("Alerts").InSession();
        addresses.MapGet("", List).Describe("List alert addresses", "Where alerts go beside the account's own address.");
        addresses.MapPost("", Begin).KeepsAnswers()
            .Describe("Ask for an alert address", "Mails a code there. It takes confirmed presence; a new wish replaces the last.")
            .Refuses(Problems.MalformedIdentifier, Problems.ConfirmationDue, Problems.SettingsLocked, Problems.KnownAlertAddress,
                Problems.TooManyAlertAddresses, Problems.Wait);
        addresses.MapPost("/{id}/confirmation", Confirm).KeepsAnswers()
            .Describe("Prove an alert address", "By the mailed code, in the session that asked. Every address is told.")
            .Refuses(Problems.CodeRefused, Problems.AlertCodeOver, Problems.TooManyAlertAddresses, Problems.SettingsLocked,
                Problems.NotFound);
        addresses.MapDelete("/{id}", Remove).KeepsAnswers()
            .Describe("Remove an alert address", "Every address is told, the removed one too.")
            .Refuses(Problems.ConfirmationDue, Problems.SettingsLocked, Problems.NotFound);
    }

    private static async Task<Results<Ok<AlertAddressesBody>, Problem>> List(HttpContext http, IGrainFactory grains, TimeProvider clock)
    {
        var caller = Caller.Of(http);
        var answer = await caller.Alerts(grains).ListAlertAddresses(caller.Proof);
        if (answer is not SessionAnswer.Done<AlertAddressesView> { Value: var view })
            return SessionProblems.From(answer, clock.GetUtcNow());

        return TypedResults.Ok(new AlertAddressesBody
        {
            Addresses = [.. view.Addresses.Select(a => new ListedAlertAddress { Id = a.Id, Address = a.Masked, Since = a.Since })],
            Waiting = view.Waiting is { } waiting ? WaitingAlertAddress.From(waiting) : null,
            Most = view.Most,
        });
    }

    private static async Task<Results<Accepted<WaitingAlertAddress>, Problem>> Begin(
        AlertAddressBody body, HttpContext http, IGrainFactory grains, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!Identifier.TryParse(body.Address, out var address)) return new Problem(Problems.MalformedIdentifier);

        var caller = Caller.Of(http);
        var wish = new NewAlertAddress { Address = address.Value };
        var answer = await caller.Alerts(grains).BeginAlertAddress(caller.Proof, wish, cancellationToken);
        return answer is SessionAnswer.Done<AlertAddressAsked> { Value: var asked }
            ? TypedResults.Accepted((string?)null, WaitingAlertAddress.From(asked))
            : SessionProblems.From(answer, clock.GetUtcNow());
    }

    private static async Task<Results<NoContent, Problem>> Confirm(
        string id, AlertCodeBody body, HttpContext http, IGrainFactory grains, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!HexName.IsValid(id)) return new Problem(Problems.NotFound);
        if (!MailedCode.TryParse(body.Code, out var code))
            return SessionProblems.From(new SessionAnswer.Refused { Reason = "mailed-code" }, clock.GetUtcNow());

        var caller = Caller.Of(http);
        var shown = new AlertAddressCode { Id = id, Code = code };
        return Tell(await caller.Alerts(grains).ConfirmAlertAddress(caller.Proof, shown, cancellationToken), clock);
    }

    private static async Task<Results<NoContent, Problem>> Remove(
        string id, HttpContext http, IGrainFactory grains, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!HexName.IsValid(id)) return new Problem(Problems.NotFound);

        var caller = Caller.Of(http);
        return Tell(await caller.Alerts(grains).RemoveAlertAddress(caller.Proof, id, cancellationToken), clock);
    }

    private static Results<NoContent, Problem> Tell(SessionAnswer answer, TimeProvider clock) =>
        answer is SessionAnswer.Done ? TypedResults.NoContent() : SessionProblems.From(answer, clock.GetUtcNow());
}
