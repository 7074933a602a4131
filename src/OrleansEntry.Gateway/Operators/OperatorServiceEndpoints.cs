using OrleansEntry.Contracts.Operators;
using OrleansEntry.Core;
using OrleansEntry.Core.Operators;
using OrleansEntry.Core.Risk;
using OrleansEntry.Gateway.Clients;
using OrleansEntry.Gateway.OfficialAddresses;
using OrleansEntry.Gateway.Services;

namespace OrleansEntry.Gateway.Operators;

/// <summary>What operators decide for the whole service, and who operates it.</summary>
internal static class OperatorServiceEndpoints
{
    private static readonly string[] Levels = ["calm", "alert", "attack"];

    /// <summary>Maps <c>/overview</c>, <c>/service</c> and <c>/people</c> of the operators.</summary>
    public static void MapOperatorService(this IEndpointRouteBuilder routes)
    {
        routes.MapGroup("/overview").WithMetadata(new NeedsOperator()).MapGet("", Overview)
            .Describe("Operators, proposals and the service", "What waits for a second operator, and what is decided for the service.")
            .Refuses(Problems.NoOperator);

        var service = routes.MapGroup("/service").WithMetadata(new NeedsOperator()).RefusesAll(Problems.NoOperator, Problems.NotYourRole);
        service.MapPost("/sessions-end", EndAllSessions)
            .Describe("End all sessions of all accounts", "Every silo knows it within two seconds.");
        service.MapPut("/attack", SetAttack)
            .Describe("Set the level of attack", "The lowest level for a while; what is measured may be more. Calm takes it back.");
        service.MapPut("/official-addresses", SetOfficial)
            .Describe("List the official addresses", "In place of the settings'; every gateway knows it within two seconds.")
            .Refuses(Problems.ChangedMeanwhile);
        service.MapPut("/client-versions", SetClients)
            .Describe("Set the versions of clients", "In place of the settings'; every gateway knows it within two seconds.")
            .Refuses(Problems.ChangedMeanwhile);
        service.MapPost("/credentials", ChangeService)
            .Describe("Change a service's credential", "Makes, rotates or removes one that operators keep. Its secret is told once.")
            .Refuses(Problems.ChangedMeanwhile, Problems.ServiceTaken, Problems.NotFound, Problems.RotationRuns);

        var people = routes.MapGroup("/people").WithMetadata(new NeedsOperator()).RefusesAll(Problems.NoOperator, Problems.NotYourRole);
        people.MapPost("", Invite).Describe("Invite an operator", "The invitation works once, for an hour.")
            .Refuses(Problems.OperatorTaken, Problems.OperatorsFull);
        people.MapPost("/{id}/removal", Remove).Describe("Remove an operator", "Their sessions end at once.")
            .Refuses(Problems.NotFound, Problems.LastAdmin);
    }

    private static async Task<Results<Ok<OperatorsOverviewBody>, Problem>> Overview(
        HttpContext http, IGrainFactory grains, TimeProvider clock)
    {
        var reply = await OperatorCaller.Grain(grains).Overview(OperatorCaller.Of(http).Proof);
        if (reply is not OperatorReply.Done<OperatorsOverview> { Value: var seen }) return OperatorProblems.From(reply, clock.GetUtcNow());

        var (service, now) = (seen.Service, clock.GetUtcNow());
        var forced = service.AttackUntil > now;
        return TypedResults.Ok(new OperatorsOverviewBody
        {
            Operators = [.. seen.Operators.Select(OperatorBody.From)],
            Proposals = [.. seen.Proposals.Select(ProposalBody.From)],
            Service = new ServiceBody
            {
                Version = service.Version, SessionsEndedThrough = service.SessionsEndedThrough,
                AttackLevel = Levels[forced ? service.Attack : 0], AttackUntil = forced ? service.AttackUntil : null,
                OfficialAddresses = LiveService.Read<OfficialOptions>(service.OfficialAddresses),
                ClientVersions = LiveService.Read<ClientsOptions>(service.ClientVersions),
                Services = [.. ServiceBook.Read(service.Services).Select(s =>
                    new ServiceViewBody { Name = s.Name, Scopes = s.Scopes, Secrets = s.Secrets.Length })],
            },
        });
    }

    private static Task<Results<NoContent, Problem>> EndAllSessions(
        WhyBody body, HttpContext http, IGrainFactory grains, TimeProvider clock) =>
        Say(body, http, grains, clock, (operators, proof, why) => operators.EndAllSessions(proof, why));

    private static Task<Results<NoContent, Problem>> SetAttack(
        AttackBody body, HttpContext http, IGrainFactory grains, TimeProvider clock) =>
        Say(body, http, grains, clock, (operators, proof, why) =>
            operators.SetAttack(proof, Array.IndexOf(Levels, body.Level), TimeSpan.FromMinutes(body.Minutes), why));

    private static async Task<Results<NoContent, Problem>> SetOfficial(
        OfficialListWish body, HttpContext http, IGrainFactory grains, TimeProvider clock, LiveService live)
    {
        if (body.List is { } list)
        {
            if (LiveService.RuleOf(list) is { } rule) return new Problem(Problems.Malformed).Saying($"In the list, {rule}.");
            if (list.Version <= live.Official.List.Version)
                return new Problem(Problems.Malformed).Saying($"A new list has a version above {live.Official.List.Version}.");
        }

        return await Set(ServiceList.OfficialAddresses, body.List is null ? null : LiveService.Write(body.List), body.Known, body, http,
            grains, clock, live);
    }

    private static async Task<Results<NoContent, Problem>> SetClients(
        ClientVersionsWish body, HttpContext http, IGrainFactory grains, TimeProvider clock, LiveService live)
    {
        if (body.List is { } list && LiveService.RuleOf(list) is { } rule)
            return new Problem(Problems.Malformed).Saying($"In the list, {rule}.");

        return await Set(ServiceList.ClientVersions, body.List is null ? null : LiveService.Write(body.List), body.Known, body, http,
            grains, clock, live);
    }

    private static async Task<Results<Ok<ServiceSecretBody>, Problem>> ChangeService(
        ServiceWish body, HttpContext http, IGrainFactory grains, TimeProvider clock, LiveService live)
    {
        var reply = await OperatorCaller.Grain(grains).Overview(OperatorCaller.Of(http).Proof);
        if (reply is not OperatorReply.Done<OperatorsOverview> { Value.Service: var service })
            return OperatorProblems.From(reply, clock.GetUtcNow());
        if (service.Version != body.Known) return new Problem(Problems.ChangedMeanwhile);

        var (problem, document, secret) = ServiceBook.Change(service.Services, body, live.Services, clock.GetUtcNow());
        if (problem is not null) return problem;

        var set = await Set(ServiceList.Services, document, body.Known, body, http, grains, clock, live);
        return set.Result is Problem refused ? refused : TypedResults.Ok(new ServiceSecretBody { Secret = secret });
    }

    private static async Task<Results<Created<InvitationBody>, Problem>> Invite(
        InviteBody body, HttpContext http, IGrainFactory grains, TimeProvider clock)
    {
        if (!OperatorReason.TryParse(body.Why, out var why)) return OperatorAccountEndpoints.Unreadable();
        if (!body.Roles.All(OperatorRole.All.Contains)) return Problems.MalformedMember("roles", "are of support, security and admin");

        var now = clock.GetUtcNow();
        var reply = await OperatorCaller.Grain(grains).Invite(
            OperatorCaller.Of(http).Proof, new OperatorWish(body.Name, [.. body.Roles]), why.Text);
        return reply is OperatorReply.Done<string> { Value: var invitation }
            ? TypedResults.Created(
                (string?)null, new InvitationBody { Invitation = invitation, ExpiresAt = now + OperatorInvitation.WorksFor })
            : OperatorProblems.From(reply, now);
    }

    private static async Task<Results<NoContent, Problem>> Remove(
        string id, WhyBody body, HttpContext http, IGrainFactory grains, TimeProvider clock) => HexName.IsValid(id)
        ? await Say(body, http, grains, clock, (operators, proof, why) => operators.Remove(proof, id, why))
        : new Problem(Problems.NotFound);

    private static async Task<Results<NoContent, Problem>> Set(
        ServiceList list, string? document, long known, ReasonedBody body, HttpContext http, IGrainFactory grains, TimeProvider clock,
        LiveService live)
    {
        if (document?.Length > ServiceRules.MaxDocumentLength) return new Problem(Problems.Malformed).Saying("The list is too long.");

        var change = new ServiceListChange((int)list, document, known);
        var answer = await Say(body, http, grains, clock, (operators, proof, why) => operators.SetList(proof, change, why));
        if (answer.Result is NoContent) await live.Refresh();
        return answer;
    }

    private static async Task<Results<NoContent, Problem>> Say(
        ReasonedBody body, HttpContext http, IGrainFactory grains, TimeProvider clock,
        Func<IOperatorsGrain, OperatorProof, string, Task<OperatorReply>> say)
    {
        if (!OperatorReason.TryParse(body.Why, out var why)) return OperatorAccountEndpoints.Unreadable();

        var reply = await say(OperatorCaller.Grain(grains), OperatorCaller.Of(http).Proof, why.Text);
        return reply is OperatorReply.Done ? TypedResults.NoContent() : OperatorProblems.From(reply, clock.GetUtcNow());
    }
}
