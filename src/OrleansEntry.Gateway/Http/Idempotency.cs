using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using OrleansEntry.Contracts;
using OrleansEntry.Contracts.Idempotency;
using OrleansEntry.Core.Keys;
using OrleansEntry.Core.Trading;
using OrleansEntry.Gateway.Services;
using OrleansEntry.Gateway.Operators;
using OrleansEntry.Gateway.Sessions;

namespace OrleansEntry.Gateway.Http;

/// <summary>Marks routes whose outcome the account itself remembers for a repeat, whatever became of the answer.</summary>
internal sealed record KeptByAccount;

/// <summary>Carries a change out once for each <c>Idempotency-Key</c>, and gives a repeat the first answer.</summary>
/// <remarks>A key belongs to its caller, method and path. Whoever shows the same session secret (or, outside a session, is the same
/// client and repeats the same body) is the same caller; that holds for a session whose token the first answer changed, too, so that
/// a lost answer can be had again. A client that was given its device by the first answer is a new caller: it has that answer.</remarks>
internal sealed class Idempotency(
    IGrainFactory grains, DeploymentKeys keys, Visitors visitors, IDataProtectionProvider protection, TimeProvider clock,
    ILogger<Idempotency> log)
{
    /// <summary>The request header.</summary>
    public const string KeyHeader = "Idempotency-Key";

    /// <summary>The header of a repeated answer.</summary>
    public const string ReplayHeader = "Idempotent-Replay";

    /// <summary>Longest accepted key, in characters.</summary>
    public const int MaxKeyLength = 64;

    /// <summary>Longest answer that is kept, in bytes.</summary>
    public const int MaxAnswerBytes = 64 * 1024;

    // The account keeps its answers itself; nobody waits long for the memory beside it when its silo has just died.
    private static readonly TimeSpan KeptWithin = TimeSpan.FromSeconds(1);

    private static readonly string[] KeptHeaders =
        [HeaderNames.SetCookie, HeaderNames.RetryAfter, HeaderNames.WWWAuthenticate, "Clear-Site-Data"];

    private readonly IDataProtector _protector = protection.CreateProtector("OrleansEntry.Gateway.Idempotency.v1");

    /// <summary>Runs the rest, at most once for each key.</summary>
    public Task Handle(HttpContext http, RequestDelegate next)
    {
        var header = http.Request.Headers[KeyHeader];
        var hasNone = header.Count == 0 || !RequestRules.IsUnsafe(http.Request.Method)
            || http.GetEndpoint()?.Metadata.GetMetadata<ApiEndpoint>() is null;
        return hasNone ? next(http) : HandleOnce(http, header, next);
    }

    /// <summary>What a request that may be repeated is known by; <see langword="null"/> for one that is not.</summary>
    public static OnceKey? Of(HttpContext http) => http.Features.Get<OnceKey>();

    private async Task HandleOnce(HttpContext http, StringValues header, RequestDelegate next)
    {
        if (header.Count != 1 || !IsKey(header.ToString()))
        {
            await new Problem(Problems.Malformed).Saying($"An {KeyHeader} has 1 to {MaxKeyLength} visible ASCII characters.")
                .ExecuteAsync(http);
            return;
        }

        // Once begun it is carried to its end, even when the caller hangs up: the repeat shall find the answer.
        http.RequestAborted = CancellationToken.None;
        var grain = grains.GetGrain<IIdempotencyGrain>(keys.NameIdempotency(NameOf(http, header.ToString())));
        switch (await grain.Begin(HashBody(http), CancellationToken.None))
        {
            case IdempotencyReply.Replay { Response: var kept }:
                if (await IsOver(Credential.Of(http))) await new Problem(Problems.NoSession).ExecuteAsync(http);
                else await Replay(http, kept);
                break;
            case IdempotencyReply.InProgress:
                await new Problem(Problems.KeyInProgress).ExecuteAsync(http);
                break;
            case IdempotencyReply.Mismatch:
                await new Problem(Problems.KeyReused).ExecuteAsync(http);
                break;
            default:
                if (BindTo(http, header.ToString()) is { } once) http.Features.Set(once);
                await Run(http, next, grain);
                break;
        }
    }

    // What a session got is given again while it lives (under its old token too), and not after it was ended.
    private async Task<bool> IsOver(Credential? credential) => credential is { Token: var token }
        && !await grains.GetGrain<IAccountGrain>(token.Account.Value).HasSession(token.SessionId);

    private static bool IsKey(string text) => text.Length is > 0 and <= MaxKeyLength && text.All(c => c is > ' ' and <= '~');

    // The secret's hash, not the session's name: a name alone must not give anybody the answer.
    private string NameOf(HttpContext http, string key)
    {
        // A service is known by its name, so that it may repeat with either of its secrets.
        var caller = http.Features.Get<KnownService>() is { Name: var service } ? $"service {service}"
            : http.Features.Get<OperatorCaller>() is { Proof.SessionId: var operating } ? $"operator in {operating}"
            : Credential.Of(http) is { } credential
            ? Convert.ToHexStringLower(credential.Token.SecretHash())
            : visitors.Read(http).Binding.Name;
        return $"{caller}\n{http.Request.Method}\n{http.Request.Path}{http.Request.QueryString}\n{key}";
    }

    private static byte[] HashBody(HttpContext http) =>
        SHA256.HashData(http.Request.Body is MemoryStream body && body.TryGetBuffer(out var bytes) ? bytes : []);

    // Derived from the secret itself, which no server stores (a session's, a device's, or the sealed id of what has begun): neither can the
    // body be guessed from it nor the answer be opened without it.
    private OnceKey? BindTo(HttpContext http, string key)
    {
        byte[] use = [
            .. Encoding.UTF8.GetBytes($"once\n{http.Request.Method}\n{http.Request.Path}{http.Request.QueryString}\n{key}\n"),
            .. HashBody(http)];
        var root = Credential.Of(http) is { } credential ? credential.Token.Derive(use)
            : visitors.Read(http).Visit.DeviceSecret is { } device ? HMACSHA256.HashData(device, use)
            : http.Request.RouteValues["id"] is string { Length: > 0 } flow ? HMACSHA256.HashData(Encoding.UTF8.GetBytes(flow), use)
            : null;
        return root is null ? null : new OnceKey { Name = Expand(root, "name"u8), Seal = Expand(root, "seal"u8) };
    }

    private static byte[] Expand(byte[] root, ReadOnlySpan<byte> purpose)
    {
        var key = new byte[SHA256.HashSizeInBytes];
        HKDF.Expand(HashAlgorithmName.SHA256, root, key, purpose);
        return key;
    }

    private async Task Run(HttpContext http, RequestDelegate next, IIdempotencyGrain grain)
    {
        var wire = http.Response.Body;
        using var answer = new MemoryStream();
        http.Response.Body = answer;
        try
        {
            await next(http);
        }
        catch (TimeoutException) when (Of(http) is null || http.GetEndpoint()?.Metadata.GetMetadata<KeptByAccount>() is null)
        {
            // Nobody knows whether it was done: the key stays taken until the grain forgets it.
            throw;
        }
        catch
        {
            await Keep(grain, null);
            throw;
        }
        finally
        {
            http.Response.Body = wire;
        }

        await Keep(grain, IsFinal(http.Response.StatusCode) && answer.Length <= MaxAnswerBytes ? Seal(http.Response, answer) : null);
        answer.Position = 0;
        await answer.CopyToAsync(wire, CancellationToken.None);
    }

    // A wait and a failure on our side are over some day: the repeat is a new try then.
    private static bool IsFinal(int status) => status is < 500 and not StatusCodes.Status429TooManyRequests;

    private async Task Keep(IIdempotencyGrain grain, KeptResponse? response)
    {
        try
        {
            await grain.Complete(response).WaitAsync(KeptWithin, clock);
        }
#pragma warning disable CA1031 // The change is done; that its answer could not be kept must not hide it from its caller.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            log.NotKept(exception);
        }
    }

    private KeptResponse Seal(HttpResponse response, MemoryStream body)
    {
        var headers = KeptHeaders.Where(response.Headers.ContainsKey).ToDictionary(name => name, name => response.Headers[name].ToArray());
        var kept = new KeptAnswer { Headers = headers, Body = body.ToArray() };
        return new KeptResponse
        {
            Status = response.StatusCode,
            ContentType = response.ContentType,
            Sealed = _protector.Protect(JsonSerializer.SerializeToUtf8Bytes(kept)),
        };
    }

    private async Task Replay(HttpContext http, KeptResponse kept)
    {
        var answer = JsonSerializer.Deserialize<KeptAnswer>(_protector.Unprotect(kept.Sealed))!;
        http.Response.StatusCode = kept.Status;
        http.Response.ContentType = kept.ContentType;
        http.Response.Headers[ReplayHeader] = "true";
        foreach (var (name, values) in answer.Headers) http.Response.Headers[name] = values;
        if (answer.Body.Length > 0) await http.Response.Body.WriteAsync(answer.Body, CancellationToken.None);
    }

    private sealed class KeptAnswer
    {
        public required Dictionary<string, string?[]> Headers { get; init; }

        public required byte[] Body { get; init; }
    }
}
