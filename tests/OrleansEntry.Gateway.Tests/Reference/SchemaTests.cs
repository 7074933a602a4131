using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OrleansEntry.Gateway.Tests.Hosting;

namespace OrleansEntry.Gateway.Tests.Reference;

/// <summary>What the API takes and gives, read from its own description.</summary>
public sealed partial class SchemaTests
{
    [Fact]
    public async Task Addresses_carry_names_and_page_numbers_and_no_secrets()
    {
        var parameters = from operation in await Operations()
                         from parameter in operation["parameters"]?.AsArray() ?? []
                         where (string)parameter!["in"]! != "header"
                         select $"{(string)parameter["in"]!} {(string)parameter["name"]!}";

        // The value is what somebody wants to know about, and is nobody's: the pages keep the end of a link to themselves.
        Assert.Equal(["path id", "path sequence", "query before", "query kind", "query limit", "query value"],
            parameters.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Nobody_is_asked_for_a_hint_or_for_facts_of_their_life()
    {
        var schemas = (await Document())["components"]!["schemas"]!.AsObject();
        var members = schemas.SelectMany(schema =>
            schema.Value!["properties"]?.AsObject().Select(member => $"{schema.Key}.{member.Key}") ?? []).ToList();

        Assert.Contains("BeginRegistrationBody.passcode", members);
        Assert.DoesNotContain(members, member => LifeFact().IsMatch(member));
    }

    // A member that is added here is one more thing that leaves the house: somebody has to mean it.
    [Fact]
    public async Task Answers_have_these_members_and_no_others()
    {
        var document = await Document();
        var answers = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var operation in await Operations())
            foreach (var (status, response) in operation["responses"]!.AsObject())
                if (status.StartsWith('2')) Collect(response!["content"]?["application/json"]?["schema"], document, answers);

        Assert.Equal(Given, answers.Select(answer => $"{answer.Key}: {answer.Value}"));
    }

    private static readonly string[] Given =
    [
        "AccountActedBody: done, proposal",
        "AccountExportBody: accountId, activityLog, alertAddresses, approvals, closesAt, devices, exportedAt, factorRemovalAt, "
            + "formerIdentifier, holds, identifier, "
            + "lastAdmittedAt, listedDevicesOnly, networks, openedAt, safetyPhraseSince, secondFactors, sessions, "
            + "settingsLockedUntil, tradingPasscodeSince",
        "AccountStateBody: closedAt, closesAt, devices, factorRemovalAt, frozenSince, frozenWhy, hasTradingPasscode, heldUntil, id, "
            + "identifier, keptUntil, "
            + "lastEnteredAt, openedAt, outOfUse, recoveryCodesLeft, recoveryMailedAt, secondFactors, sessions, settingsLockedUntil, "
            + "waitsUntil",
        "ActivityBody: entries, next",
        "ActivityEntry: at, detail, device, hash, kind, knownDevice, network, reason, sequence, sessionId",
        "ActivityHeadBody: hash, sequence",
        "AlertAddressesBody: addresses, most, waiting",
        "CeremonyBody: ceremony, expiresAt, options",
        "CheckBody: available, equation, expiresAt, id, kinds, proofOfWork, puzzle, slide",
        "ClientFacts: advised, message, minimum, name, standing, updateAt",
        "ClientsOptions: advised, message, minimum, updateAt",
        "ClosingBegunBody: next",
        "ClosingBody: keptDays, waitDays, waiting",
        "ClosingStoppedBody: stopped",
        "CurrentSessionBody: accountId, antiForgery, closesAt, enrolmentDue, identifier, secondFactor, session",
        "DeviceBody: current, device, firstSeenAt, id, kind, lastSeenAt, name, sessions, trustedUntil",
        "DevicesBody: devices, listedOnly, waiting",
        "EnrolledBody: antiForgery, recoveryCodes, session",
        "EntryProgress: antiForgery, check, deviceToken, entryId, expiresAt, methods, next, number, removalAt, safetyPhrase, session",
        "EquationBody: height, image, width",
        "ExportedAddressBody: address, since",
        "ExportedApprovalBody: approvedAt, expiresAt, methods, operation, redeemedAt",
        "FactBody: name, value",
        "FormerIdentifierBody: changedAt, identifier, until",
        "FrozenBody: frozen, wayBack",
        "GivenApproval: approval, expiresAt, sentence",
        "HealthBody: status",
        "HoldBody: reason, since, until",
        "HoldsBody: heldUntil, holds",
        "IdentifierBody: changing, former, identifier, waiting",
        "IdentifierChangeUndoneBody: undone",
        "IdentifierChangingBody: next",
        "IntrospectedSession: active, amr, exp, heldUntil, iat, sid, sub, tradingUnlockedUntil",
        "InvitationBody: expiresAt, invitation",
        "IssuedSession: confirmedUntil, expiresAt, id, idleExpiresAt, methods, startedAt, token",
        "ListedAlertAddress: address, id, since",
        "ListedSession: current, device, expiresAt, id, idleExpiresAt, lastSeenAt, methods, network, startedAt",
        "LossCodeMailedBody: expiresAt, next",
        "LostFactorBody: removal",
        "OfficialBody: address, kind, of, on, verdict, why",
        "OfficialHandleOptions: name, on",
        "OfficialKeyBody: algorithm, publicKey",
        "OfficialListBody: algorithm, payload, signature",
        "OfficialOptions: domains, handles, issuedOn, senders, version",
        "OfficialReasonBody: code, says",
        "OpenedAccountBody: accountId",
        "OperationSummary: facts, returnTo, secondFactor, sentence",
        "OperatorBody: id, name, roles, since",
        "OperatorSelfBody: antiForgery, endsAt, expiresAt, operator",
        "OperatorsOverviewBody: operators, proposals, service",
        "OwnSession: confirmedUntil, device, expiresAt, id, idleExpiresAt, lastSeenAt, methods, network, startedAt",
        "PasscodeFacts: maxLength, minLength",
        "PasskeyAddedBody: antiForgery, passkey, recoveryCodes, session",
        "PasskeyBody: id, lastUsedAt, name, since, synced",
        "PasskeyOptionsBody: options",
        "PolicyBody: client, passcode, secondFactor, session",
        "ProposalBody: accountId, act, at, by, expiresAt, id, why",
        "PuzzleBody: columns, height, image, rows, width",
        "RecoveredBody: next",
        "RecoveryBegunBody: expiresAt",
        "RecoveryCodesBody: recoveryCodes",
        "RecoveryCodesSummary: left, since",
        "RedeemedBody: accountId, approvedAt, methods, operation, redeemedAt, sessionId",
        "RegistrationProgress: check, expiresAt, next, registrationId",
        "RemovalBegunBody: endsAt, next",
        "RemovalBody: device, endsAt, network, since",
        "RemovalStoppedBody: stopped",
        "RenewedCheckBody: check",
        "RotatedSessionBody: antiForgery, session",
        "SafetyPhraseBody: phrase, since",
        "SecondFactorFacts: required, stepSeconds",
        "SecondFactorSummary: passkeys, recoveryCodesLeft, totp",
        "SecondFactorsBody: passkeys, recoveryCodes, totp",
        "ServiceBody: attackLevel, attackUntil, clientVersions, officialAddresses, services, sessionsEndedThrough, version",
        "ServiceSecretBody: secret",
        "ServiceViewBody: name, scopes, secrets",
        "SessionFacts: absoluteSeconds, idleSeconds",
        "SessionsBody: sessions",
        "SettingsLockBody: lockedUntil, maxHours, minHours",
        "SlideBody: height, image, pieces, width",
        "SlidePieceBody: height, image, top, width",
        "TimeBody: now",
        "TotpBody: since, stepSeconds",
        "TotpEnrolmentBody: expiresAt, qrSvg, secret, stepSeconds, uri",
        "TradingStatusBody: outOfUse, since, unlockedUntil",
        "WaitingAlertAddress: address, expiresAt, id",
        "WaitingClosingBody: device, endsAt, network, since",
        "WaitingDeviceBody: device, expiresAt, network",
        "WaitingIdentifierBody: expiresAt, identifier",
    ];

    private static void Collect(JsonNode? schema, JsonNode document, SortedDictionary<string, string> into)
    {
        if (schema is not JsonObject) return;

        foreach (var alternative in (schema["oneOf"] ?? schema["anyOf"])?.AsArray() ?? []) Collect(alternative, document, into);
        Collect(schema["items"], document, into);
        if (((string?)schema["$ref"])?.Split('/')[^1] is not { } name || into.ContainsKey(name)) return;

        if (document["components"]!["schemas"]![name]!["properties"]?.AsObject() is not { } members) return;

        into[name] = string.Join(", ", members.Select(member => member.Key).Order(StringComparer.Ordinal));
        foreach (var (_, member) in members) Collect(member, document, into);
    }

    private static async Task<JsonNode> Document()
    {
        await using var host = await GatewayHost.Start();
        return (await host.Send("GET", "/openapi/v1.json")).Json;
    }

    private static async Task<List<JsonNode>> Operations()
    {
        var operations = (await Document())["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject())
            .Select(operation => operation.Value!).ToList();
        Assert.True(operations.Count > 15, $"{operations.Count} operations found");
        return operations;
    }

    [GeneratedRegex("hint|question|remind|birth|maiden|mother|pet|school|phone|mobile|sms", RegexOptions.IgnoreCase)]
    private static partial Regex LifeFact();
}
