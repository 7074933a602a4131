using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using OrleansEntry.Contracts.Devices;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Core;
using OrleansEntry.Core.Devices;
using OrleansEntry.Gateway.Sessions;

namespace OrleansEntry.Gateway.Devices;

/// <summary>The devices that the account knows.</summary>
internal sealed record DevicesBody
{
    /// <summary>Each of them.</summary>
    public required ImmutableArray<DeviceBody> Devices { get; init; }

    /// <summary>Whether only these may enter.</summary>
    public required bool ListedOnly { get; init; }

    /// <summary>A new device that waits to be let in by one of these; null when there is none.</summary>
    public required WaitingDeviceBody? Waiting { get; init; }
}

/// <summary>One device.</summary>
internal sealed record DeviceBody
{
    /// <summary>Its public name.</summary>
    public required string Id { get; init; }

    /// <summary>What its owner calls it; null for nothing.</summary>
    public required string? Name { get; init; }

    /// <summary>What it said it is.</summary>
    public required string Device { get; init; }

    /// <summary>browser or app.</summary>
    public required string Kind { get; init; }

    /// <summary>When it first entered.</summary>
    public required DateTimeOffset FirstSeenAt { get; init; }

    /// <summary>When it last entered.</summary>
    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>Until when it is trusted; null when it is not.</summary>
    public required DateTimeOffset? TrustedUntil { get; init; }

    /// <summary>How many sessions it has.</summary>
    public required int Sessions { get; init; }

    /// <summary>Whether the session that asks is on it.</summary>
    public required bool Current { get; init; }

    /// <summary>Translates a view.</summary>
    public static DeviceBody From(DeviceView view) => new()
    {
        Id = view.Id, Name = view.Name, Device = view.Agent, Kind = view.IsBrowser ? "browser" : "app", FirstSeenAt = view.FirstSeenAt,
        LastSeenAt = view.LastSeenAt, TrustedUntil = view.TrustedUntil, Sessions = view.Sessions, Current = view.IsOwn,
    };
}

/// <summary>A new device that waits.</summary>
internal sealed record WaitingDeviceBody
{
    /// <summary>What it said it is.</summary>
    public required string Device { get; init; }

    /// <summary>From which network.</summary>
    public required string Network { get; init; }

    /// <summary>Until when it waits.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>Changes a device; what is left out stays.</summary>
internal sealed record DeviceChangeBody : Body
{
    /// <summary>Its new name; empty for none.</summary>
    [StringLength(KnownDevice.MaxNameLength)] public string? Name { get; init; }

    /// <summary>Whether it is trusted: it skips the security check for a while, never the second factor.</summary>
    public bool? Trusted { get; init; }
}

/// <summary>Says who may enter.</summary>
internal sealed record RestrictionBody : Body
{
    /// <summary>Whether only listed devices may.</summary>
    public required bool ListedOnly { get; init; }
}

/// <summary>Lets a waiting device in.</summary>
internal sealed record AdmissionBody : Body
{
    /// <summary>The number that it shows.</summary>
    [Range(10, 99)] public required int Number { get; init; }
}

/// <summary>The devices of the caller's account.</summary>
internal static class DeviceEndpoints
{
    /// <summary>Maps <c>/devices</c>, <c>/device-restriction</c> and <c>/device-admission</c>.</summary>
    public static void MapDevices(this IEndpointRouteBuilder routes)
    {
        var devices = routes.MapGroup("/devices").WithTags("Devices").InSession().KeepsAnswers();
        devices.MapGet("", List).Describe("List devices", "The devices that the account knows, and a new one that waits to be let in.");
        devices.MapPatch("/{id}", Change).Describe("Change a device", "Names it, trusts it for 30 days, or does so no more.")
            .Refuses(Problems.ConfirmationDue, Problems.SettingsLocked, Problems.NotFound);
        devices.MapDelete("/{id}", Forget).Describe("Forget a device", "Its sessions end; it enters as a new one.")
            .Refuses(Problems.ConfirmationDue, Problems.SettingsLocked, Problems.LastDevice, Problems.NotFound);

        var who = routes.MapGroup("").WithTags("Devices").InSession().KeepsAnswers();
        who.MapPut("/device-restriction", Restrict)
            .Describe("Let only listed devices enter", "Or all again. Takes presence confirmed with the second factor, on a listed device.")
            .Refuses(Problems.ConfirmationDue, Problems.SettingsLocked, Problems.NotEnrolled, Problems.NotListed);
        who.MapPost("/device-admission", Admit)
            .Describe("Let a waiting device in", "By the number that it shows. Three wrong ones turn it away.")
            .Refuses(Problems.ConfirmationDue, Problems.SettingsLocked, Problems.NoAdmission, Problems.NotListed, Problems.CodeRefused);
        who.MapDelete("/device-admission", TurnAway).Describe("Turn a waiting device away", "It has to begin again.")
            .Refuses(Problems.NoAdmission, Problems.NotListed);
    }

    private static async Task<Results<Ok<DevicesBody>, Problem>> List(HttpContext http, IGrainFactory grains, TimeProvider clock)
    {
        var caller = Caller.Of(http);
        var answer = await caller.Account(grains).ListDevices(caller.Proof);
        if (answer is not SessionAnswer.Done<DevicesView> { Value: var view }) return SessionProblems.From(answer, clock.GetUtcNow());

        return TypedResults.Ok(new DevicesBody
        {
            Devices = [.. view.Devices.Select(DeviceBody.From)],
            ListedOnly = view.ListedOnly,
            Waiting = view.Waiting is { } w ? new WaitingDeviceBody { Device = w.Agent, Network = w.Network, ExpiresAt = w.ExpiresAt }
                : null,
        });
    }

    private static async Task<Results<NoContent, Problem>> Change(
        string id, DeviceChangeBody body, HttpContext http, IGrainFactory grains, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!HexName.IsValid(id)) return new Problem(Problems.NotFound);
        if (body.Name is { } name && name.Any(char.IsControl)) return Problems.MalformedMember("name", "holds a control character");

        var change = new DeviceChange { DeviceId = id, Name = body.Name?.Trim(), Trusted = body.Trusted };
        return await Do(http, caller => caller.Account(grains).ChangeDevice(caller.Proof, change, cancellationToken), clock);
    }

    private static async Task<Results<NoContent, Problem>> Forget(
        string id, HttpContext http, IGrainFactory grains, TimeProvider clock, CancellationToken cancellationToken) =>
        HexName.IsValid(id)
            ? await Do(http, caller => caller.Account(grains).ForgetDevice(caller.Proof, id, cancellationToken), clock)
            : new Problem(Problems.NotFound);

    private static Task<Results<NoContent, Problem>> Restrict(
        RestrictionBody body, HttpContext http, IGrainFactory grains, TimeProvider clock, CancellationToken cancellationToken) =>
        Do(http, caller => caller.Account(grains).RestrictDevices(caller.Proof, body.ListedOnly, cancellationToken), clock);

    private static Task<Results<NoContent, Problem>> Admit(
        AdmissionBody body, HttpContext http, IGrainFactory grains, TimeProvider clock, CancellationToken cancellationToken) =>
        Do(http, caller => caller.Account(grains).AnswerAdmission(caller.Proof, body.Number, cancellationToken), clock);

    private static Task<Results<NoContent, Problem>> TurnAway(
        HttpContext http, IGrainFactory grains, TimeProvider clock, CancellationToken cancellationToken) =>
        Do(http, caller => caller.Account(grains).AnswerAdmission(caller.Proof, null, cancellationToken), clock);

    private static async Task<Results<NoContent, Problem>> Do(HttpContext http, Func<Caller, Task<SessionAnswer>> command,
        TimeProvider clock) =>
        await command(Caller.Of(http)) switch
        {
            SessionAnswer.Done => TypedResults.NoContent(),
            SessionAnswer.Refused { Reason: "number" } => new Problem(Problems.CodeRefused)
                .Saying("That is not the number that the new device shows."),
            var answer => SessionProblems.From(answer, clock.GetUtcNow()),
        };
}
