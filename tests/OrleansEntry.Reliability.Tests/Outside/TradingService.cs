using System.Text.Json;

namespace OrleansEntry.Reliability.Tests.Outside;

/// <summary>A trading service that the gateways of these tests know, and a person's trade with it.</summary>
internal static class TradingService
{
    // Made by `service new`, for these tests alone.
    private const string Secret = "exchange.vEB7Yuvn_yT9qx7WvFNjzZ0MBwfF5E4MAYwn-r9yv9w";

    private const string Passcode = "nine purple umbrellas";

    private static readonly object Trade = new { side = "buy", amount = "2", asset = "ETH", price = "1,900 EUR" };

    /// <summary>By which a gateway knows it.</summary>
    public static string[] Settings =>
    [
        "--Gateway:Services:exchange:Scopes:0", "approvals:redeem",
        "--Gateway:Services:exchange:Secrets:0", "8739c04119907faf8bf8391a0bdc099b58714a7b06749017bf9d66475c1cc725",
    ];

    /// <summary>Sets the trading passcode of somebody who has just shown a second factor.</summary>
    public static async Task SetPasscode(EntryClient client) =>
        (await client.Put("v1/trading-passcode", new { @new = Passcode })).Is("204");

    /// <summary>Approves the trade.</summary>
    /// <returns>The approval.</returns>
    public static async Task<string> Approve(EntryClient client) =>
        (await client.Post("v1/approvals", new { operation = "trade", details = Trade, tradingPasscode = Passcode }))
            .Is("201")["approval"]!;

    /// <summary>Redeems an approval, as the service would.</summary>
    /// <param name="client">A client of nobody's; its way to the gateway is used.</param>
    /// <param name="approval">The approval.</param>
    /// <param name="order">The order it is for: the same is the same request again.</param>
    public static Task<Answer> Redeem(EntryClient client, string approval, string? order = null) => client.Send(
        HttpMethod.Post, "v1/approvals/redemption", JsonSerializer.Serialize(new { approval, operation = "trade", details = Trade }),
        headers: [("Authorization", $"Bearer {Secret}"), .. order is null ? [] : ((string, string)[])[("Idempotency-Key", order)]]);
}
