using OrleansEntry.Contracts.Activity;
using OrleansEntry.Contracts.Operators;
using OrleansEntry.Gateway.Activity;

namespace OrleansEntry.Gateway.Operators;

/// <summary>The operators' own log. Every operator reads it: they watch each other.</summary>
internal static class OperatorLogEndpoints
{
    private const int ExportPage = 1000;

    /// <summary>Maps <c>/activity</c> of the operators.</summary>
    public static void MapOperatorLog(this IEndpointRouteBuilder routes)
    {
        var log = routes.MapGroup("/activity").WithMetadata(new NeedsOperator()).RefusesAll(Problems.NoOperator);
        log.MapGet("", Read).Describe("Read the operators' log", "Newest first, in pages. Each entry is chained to the one before.")
            .TakesQuery("limit", "1 to 200 entries; default 50.").TakesQuery("before", "Only entries with a smaller sequence.");
        log.MapGet("/export", Export)
            .Describe("Export the operators' log", "JSON Lines, oldest first, as an account's; the same command verifies it.")
            .Produces(200, contentType: "application/jsonl");
    }

    private static async Task<Results<Ok<ActivityBody>, Problem>> Read(HttpContext http, IGrainFactory grains, TimeProvider clock)
    {
        var (query, badMember) = ActivityQuery.Read(http.Request.Query);
        if (query is null) return Problems.MalformedMember(badMember!, "is outside its limits");

        var reply = await OperatorCaller.Grain(grains).ReadLog(OperatorCaller.Of(http).Proof, query.Before, query.Limit);
        return reply is OperatorReply.Done<ActivityPage> { Value: var page }
            ? TypedResults.Ok(new ActivityBody { Entries = [.. page.Items.Select(ActivityEntry.From)], Next = page.Next })
            : OperatorProblems.From(reply, clock.GetUtcNow());
    }

    private static async Task<IResult> Export(HttpContext http, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var operators = OperatorCaller.Grain(grains);
        var proof = OperatorCaller.Of(http).Proof;
        if (await operators.ReadLog(proof, long.MaxValue, 1) is not OperatorReply.Done<ActivityPage> { Value.Items: var newest })
            return new Problem(Problems.NoOperator);

        var head = newest is [var last, ..]
            ? new ActivityHeadBody { Sequence = last.Sequence, Hash = last.Hash }
            : new ActivityHeadBody { Sequence = 0, Hash = Core.Activity.ActivityChain.Genesis };
        return await ActivityExport.Write(http, head, async from =>
            await operators.ExportLog(proof, from, ExportPage) is OperatorReply.Done<ActivityPage> { Value: var page }
                ? page
                : throw new InvalidOperationException("The operator's session ended amid the export."),
            cancellationToken);
    }
}
