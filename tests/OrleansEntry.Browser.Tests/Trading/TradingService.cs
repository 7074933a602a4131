using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using OrleansEntry.Core.Trading;

namespace OrleansEntry.Browser.Tests.Trading;

/// <summary>A trading service, as small as one can be: it pays out what the person approved, and each order once.</summary>
/// <param name="entry">Where approvals are redeemed.</param>
/// <param name="secret">Its own credential.</param>
internal sealed class TradingService(Uri entry, ServiceSecret secret)
{
    private readonly HashSet<string> _paid = [];

    /// <summary>The orders that were paid out.</summary>
    public IReadOnlySet<string> Paid => _paid;

    /// <summary>Where the person is sent to approve an order.</summary>
    /// <param name="operation">What kind of operation.</param>
    /// <param name="details">What of.</param>
    /// <param name="returnTo">Where they go back to; <see langword="null"/> when they bring the approval by themselves.</param>
    public static string ApprovalPage(string operation, JsonObject details, string? returnTo = null) =>
        $"security/approve#operation={operation}&details={Uri.EscapeDataString(details.ToJsonString())}"
        + (returnTo is null ? "" : $"&return={Uri.EscapeDataString(returnTo)}");

    /// <summary>Pays an order out when its approval is good for exactly that.</summary>
    /// <param name="order">The order's number, which is the key under which its approval is redeemed: an answer that got lost is asked for
    /// again, and no other order gets it.</param>
    /// <param name="details">What is to be paid.</param>
    /// <param name="approval">What the person brought.</param>
    public async Task<bool> Withdraw(string order, JsonObject details, string approval)
    {
        using var client = new HttpClient { BaseAddress = entry };
        using var request = new HttpRequestMessage(HttpMethod.Post, "v1/approvals/redemption")
        {
            Content = JsonContent.Create(new { approval, operation = "withdraw", details }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret.Reveal());
        request.Headers.Add("Idempotency-Key", order);

        using var answer = await client.SendAsync(request);
        if (answer.StatusCode is HttpStatusCode.OK) _paid.Add(order);
        return answer.StatusCode is HttpStatusCode.OK;
    }
}
