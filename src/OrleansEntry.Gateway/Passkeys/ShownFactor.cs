using System.Text.Json;
using OrleansEntry.Core.SecondFactor;

namespace OrleansEntry.Gateway.Passkeys;

/// <summary>A second factor as a body brings it: a method with its code, or <c>passkey</c> with what an authenticator answered.</summary>
internal static class ShownFactor
{
    /// <summary>What the account is given as the method's code; <see langword="null"/> when none was sent.</summary>
    public static string? CodeOf(string? code, JsonElement? passkey) => passkey is { } answer ? answer.GetRawText() : code;

    /// <summary>What is wrong with it; <see langword="null"/> when it can be read, or there is none.</summary>
    public static Problem? Unreadable(string? method, string? code, JsonElement? passkey)
    {
        if (method is not null && Method.AuthenticatorOf(method) is null)
            return Problems.MalformedMember("method", "is totp, recovery-code or passkey");
        if (passkey is not null && (method != Method.Passkey || code is not null || Unreadable(passkey.Value) is not null))
            return Problems.MalformedMember("passkey", "is an object that goes with the method passkey and without a code");
        if (method is null != CodeOf(code, passkey) is null || (method == Method.Passkey && passkey is null))
            return Problems.MalformedMember(
                method is null ? "method" : method == Method.Passkey ? "passkey" : "code", "is missing: send both or none");
        return null;
    }

    /// <summary>What is wrong with an authenticator's answer.</summary>
    public static Problem? Unreadable(JsonElement passkey) =>
        passkey.ValueKind is JsonValueKind.Object ? null : Problems.MalformedMember("passkey", "is no object");
}
