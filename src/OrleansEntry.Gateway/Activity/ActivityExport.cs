using System.Text.Json;
using Microsoft.Extensions.Options;
using OrleansEntry.Contracts.Activity;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace OrleansEntry.Gateway.Activity;

/// <summary>Writes a whole log as JSON Lines, oldest first; the last line holds the head.</summary>
internal static class ActivityExport
{
    /// <summary>Writes it.</summary>
    /// <param name="http">The request.</param>
    /// <param name="head">The newest entry that belongs to it.</param>
    /// <param name="read">Reads a page from a sequence on.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="InvalidOperationException">The log has a gap, or ends early: a fault on our side, and the export is not
    /// whole.</exception>
    public static async Task<IResult> Write(
        HttpContext http, ActivityHeadBody head, Func<long, Task<ActivityPage>> read, CancellationToken cancellationToken)
    {
        http.Response.ContentType = "application/jsonl";
        http.Response.Headers.ContentDisposition = "attachment; filename=\"activity.jsonl\"";
        if (HttpMethods.IsHead(http.Request.Method)) return TypedResults.Empty;

        var json = http.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var written = 0L;
        while (written < head.Sequence)
        {
            var page = await read(written + 1);
            foreach (var item in page.Items.TakeWhile(item => item.Sequence <= head.Sequence))
            {
                if (item.Sequence != ++written) throw new InvalidOperationException("The activity log has a gap.");
                await WriteLine(http, ActivityEntry.From(item), json, cancellationToken);
            }

            if (page.Items.IsEmpty) throw new InvalidOperationException("The activity log ends before its head.");
        }

        await WriteLine(http, new ExportEnd { Head = head }, json, cancellationToken);
        return TypedResults.Empty;
    }

    private static async Task WriteLine<T>(HttpContext http, T line, JsonSerializerOptions json, CancellationToken cancellationToken)
    {
        await http.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(line, json), cancellationToken);
        await http.Response.Body.WriteAsync("\n"u8.ToArray(), cancellationToken);
    }
}
