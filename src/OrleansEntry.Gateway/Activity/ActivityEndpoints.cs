using OrleansEntry.Contracts.Activity;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Gateway.Sessions;

namespace OrleansEntry.Gateway.Activity;

/// <summary>What happened to the caller's account.</summary>
internal static class ActivityEndpoints
{
    private const int ExportPage = 1000;

    /// <summary>Maps <c>/activity</c>.</summary>
    public static void MapActivity(this IEndpointRouteBuilder routes)
    {
        var activity = routes.MapGroup("/activity").WithTags("Activity").InSession();
        activity.MapGet("", Read).Describe("Read the activity log", "Newest first, in pages.")
            .TakesQuery("limit", "1 to 200 entries; default 50.").TakesQuery("before", "Only entries with a smaller sequence.")
            .TakesQuery("kind", "Only these kinds; may be repeated or a comma list, at most 32.");
        activity.MapGet("/head", Head).Describe("The newest entry's place and hash", "To be kept elsewhere and compared later.");
        activity.MapGet("/export", Export)
            .Describe("Export the whole log", "JSON Lines, oldest first; the last line holds the head. An export without it is not whole.")
            .Produces(200, contentType: "application/jsonl");
    }

    private static async Task<Results<Ok<ActivityBody>, Problem>> Read(
        HttpContext http, IGrainFactory grains, TimeProvider clock, CancellationToken cancellationToken)
    {
        var (query, badMember) = ActivityQuery.Read(http.Request.Query);
        if (query is null) return Problems.MalformedMember(badMember!, "is outside its limits");

        // What the account still owes to the log belongs on its newest page.
        var caller = Caller.Of(http);
        if (query.IsNewest && await Settle(caller, grains, cancellationToken) is { Problem: { } problem }) return problem(clock);

        var page = await Log(caller, grains).Read(query.Before, query.Limit, query.Kinds, cancellationToken);
        return TypedResults.Ok(new ActivityBody { Entries = [.. page.Items.Select(ActivityEntry.From)], Next = page.Next });
    }

    private static async Task<Results<Ok<ActivityHeadBody>, Problem>> Head(
        HttpContext http, IGrainFactory grains, TimeProvider clock, CancellationToken cancellationToken)
    {
        var (head, problem) = await Settle(Caller.Of(http), grains, cancellationToken);
        if (head is null) return problem!(clock);

        return TypedResults.Ok(new ActivityHeadBody { Sequence = head.Sequence, Hash = head.Hash });
    }

    private static async Task<IResult> Export(
        HttpContext http, IGrainFactory grains, TimeProvider clock, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(http);
        var (head, problem) = await Settle(caller, grains, cancellationToken);
        if (head is null) return problem!(clock);

        return await ActivityExport.Write(
            http, new ActivityHeadBody { Sequence = head.Sequence, Hash = head.Hash },
            from => Log(caller, grains).Export(from, ExportPage, cancellationToken), cancellationToken);
    }

    private static async Task<(ActivityHead? Head, Func<TimeProvider, Problem>? Problem)> Settle(
        Caller caller, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var answer = await caller.Account(grains).SettleActivity(caller.Proof, cancellationToken);
        return answer is SessionAnswer.Done<ActivityHead> done
            ? (done.Value, null)
            : (null, clock => SessionProblems.From(answer, clock.GetUtcNow()));
    }

    private static IActivityGrain Log(Caller caller, IGrainFactory grains) => grains.GetGrain<IActivityGrain>(caller.AccountId);
}
