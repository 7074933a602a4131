using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Duty;
using OrleansEntry.Core.Entry;
using OrleansEntry.Core.Notices;
using OrleansEntry.Core.Passcodes;
using OrleansEntry.Core.Registration;
using OrleansEntry.Core.Risk;
using OrleansEntry.Core.SafetyPhrases;
using OrleansEntry.Core.SecondFactor;
using OrleansEntry.Core.SecurityCheck;
using OrleansEntry.Core.Throttling;
using OrleansEntry.Grains;
using OrleansEntry.Grains.Passcodes;
using OrleansEntry.Grains.Throttling;
using OrleansEntry.Server.Mail;
using OrleansEntry.Storage.Embedded;
using OrleansEntry.Tests;

namespace OrleansEntry.Server.Tests;

/// <summary>SECURITY.md says what is so: its proofs exist, its numbers are the service's own, and no requirement fell out of it.</summary>
public sealed partial class SecurityDocumentTests
{
    private static readonly string[] Document = File.ReadAllLines(Path.Combine(Repository.Root, "SECURITY.md"));

    // The rows of each family: chapters of ASVS, NIST SP 800-63B-4 (N), RFCs (R), WebAuthn (W), WCAG (G).
    private static readonly Dictionary<string, int> Families = new()
    {
        ["1"] = 2, ["2"] = 12, ["3"] = 23, ["4"] = 9, ["6"] = 47, ["7"] = 19, ["8"] = 7, ["9"] = 7, ["10"] = 2, ["11"] = 22, ["12"] = 4,
        ["13"] = 18, ["14"] = 12, ["15"] = 11, ["16"] = 17, ["N"] = 44, ["R"] = 17, ["W"] = 11, ["G"] = 5,
    };

    [Fact]
    public void Every_test_that_is_named_exists()
    {
        var tests = Directory.GetFiles(Path.Combine(Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .Where(IsSource).SelectMany(TestsIn).ToHashSet(StringComparer.Ordinal);
        var named = Document.SelectMany(line => NamedTest().Matches(line)).Select(match => match.Groups[1].Value)
            .ToHashSet(StringComparer.Ordinal);

        Assert.True(named.Count > 100, $"Only {named.Count} names were found: is the document still read as it is written?");
        Assert.Empty(named.Except(tests).Order());
    }

    [Fact]
    public void No_requirement_is_missing_or_there_twice()
    {
        var ids = Requirements().Select(row => row[0]).Concat(NotApplicable()).ToList();

        Assert.Empty(ids.GroupBy(id => id).Where(same => same.Count() > 1).Select(same => same.Key));
        Assert.Equal(Families.OrderBy(f => f.Key), ids.CountBy(id => id.Split('.', '-')[0]).OrderBy(f => f.Key));
    }

    [Fact]
    public void Every_proof_has_its_form_and_the_sums_are_right()
    {
        var kinds = Requirements().CountBy(row => KindOf(row[2])).ToDictionary();

        int[] sums = [kinds["proven"], kinds["documented"], kinds["not yet"], NotApplicable().Count()];
        Assert.Equal(sums.Select(Text), RowUnder("proven"));
    }

    [Fact]
    public void The_numbers_are_those_the_service_runs_with()
    {
        using var services = Defaults();

        var wrong =
            from said in Throttling(services).Concat(Others(services))
            let row = Row(said.Row)
            where !Regex.IsMatch(row, $@"(?<![\d,.]){Regex.Escape(said.Value)}(?!\d)")
            select $"'{said.Row}' does not say '{said.Value}': {row}";

        Assert.Empty(wrong);
    }

    [Fact]
    public void The_ways_to_authenticate_are_those_that_exist()
    {
        var said = Rows().Where(row => row is [['`', ..], "something known" or "something had" or "something had, looked up", ..]);
        Assert.Equal(Enum.GetValues<Authenticator>().Select(a => $"`{a.Name()}`"), said.Select(row => row[0]));

        // Whoever hands out tokens is named: a new door must be written down.
        var doors = Sources().Where(s => s.Text.Contains("issuer.Hand", StringComparison.Ordinal))
            .Select(s => Path.GetFileNameWithoutExtension(s.Path)).Order();
        var named = DoorName().Matches(Document.Single(line => line.Contains("made or changed only here", StringComparison.Ordinal))
            + string.Concat(Document.SkipWhile(line => !line.Contains("made or changed only here", StringComparison.Ordinal)).Skip(1)
            .Take(2)));
        Assert.Equal(doors, named.Select(match => match.Groups[1].Value).Order());
    }

    [Fact]
    public void Every_place_that_uses_cryptography_is_in_the_inventory()
    {
        var used = from source in Sources()
                   let primitives = Primitive().Matches(source.Text).Select(match => match.Value).Distinct().Order(StringComparer.Ordinal)
                       .ToArray()
                   where primitives.Length > 0
                   select $"{source.Path}: {string.Join(", ", primitives)}";
        var said = Rows().Where(row => row is [['`', .., 's', '`'], _, _] && row[0].EndsWith(".cs`", StringComparison.Ordinal))
            .Select(row => $"{row[0].Trim('`')}: {row[1]}");

        Assert.Equal(used.Order(StringComparer.Ordinal), said.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_must_not_be_used_is_not_used()
    {
        var banned = File.ReadAllLines(Path.Combine(Repository.Root, "BannedSymbols.txt")).Select(line => line.Split(';')[0]);

        Assert.Superset(
            new HashSet<string>
            {
                "T:System.Random", "M:System.Guid.NewGuid", "M:System.Guid.CreateVersion7", "T:System.Security.Cryptography.MD5",
                "T:System.Security.Cryptography.SHA1",
            },
            banned.ToHashSet());
        Assert.Empty(Sources().SelectMany(s => Forbidden().Matches(s.Text).Select(match => $"{s.Path}: {match.Value}")));
    }

    private static IEnumerable<(string Row, string Value)> Throttling(IServiceProvider services)
    {
        var (pace, network) = (services.GetRequiredService<EntryPolicy>().Pace, services.GetRequiredService<NetworkPacePolicy>());
        var (check, registration) = (services.GetRequiredService<CheckPolicy>(), services.GetRequiredService<RegistrationPolicy>());
        var entry = services.GetRequiredService<EntryPolicy>();
        var (factor, alerts) = (entry.SecondFactor, entry.Alerts);
        var (risk, attack) = (services.GetRequiredService<RiskPolicy>(), services.GetRequiredService<AttackModePolicy>());
        return
        [
            ("first wait", $"{pace.FailuresBeforeWait} failures"),
            ("ladder", $"| {string.Join(", ", pace.Waits.Select(Text))} |"),
            ("forgetting", $"{Text(pace.ForgetAfter)} quiet"),
            ("warning", $"{pace.FailuresBeforeWarning} failures in {Text(pace.WarnEvery)}"),
            ("warning of a lock", $"a wait of {Text(pace.WaitBeforeWarning)} or more"),
            ("warning of a lock", $"once in {Text(pace.WarnEvery)} for each"),
            ("hard stop, strangers", $"{pace.StrangersHardStop} failures in a row"),
            ("hard stop, known devices", $"{pace.KnownDevicesHardStop} failures in a row"),
            ("security check", $"{risk.WorkAt} points for silent work, {risk.PictureAt} for a picture first"),
            ("security check", $"for each {risk.PointsPerDoubling} above {risk.WorkAt}"),
            ("attack mode", $"alert: {attack.RefusalsForAlert} refusals or {attack.BeginningsForAlert} beginnings"),
            ("attack mode", $"attack: {attack.RefusalsForAttack} refusals or {attack.BeginningsForAttack} beginnings"),
            ("attack mode", $"after {Text(attack.LowerAfter)} below {attack.QuietAtPercent} %"),
            ("check: time", $"{Text(check.AnswerWithin)} to answer; {Text(check.PassWaits)} for a pass"),
            ("check: tries", $"{check.TriesPerChallenge} tries a challenge, {check.ChallengesPerCheck} challenges a check"),
            ("check: tries", $"{check.FreeRenewals} renewals are free"),
            ("check: work",
                $"{Text(check.Work.CounterMin)} to {Text(check.Work.CounterMax)} steps of {Text(check.Work.Cost)} iterations"),
            ("check: work", $"at most {check.Work.MaxDoublings} doublings"),
            ("network: entries begun", Text(network.Begin)),
            ("network: attempts", Text(network.Attempt)),
            ("network: registrations", Text(network.Registration)),
            ("registrations of an identifier", $"{registration.MaxPerIdentifier} waiting for {Text(registration.CodeFor)}"),
            ("code of an alert address", $"{alerts.Tries} wrong codes in {Text(alerts.CodeFor)}; {alerts.CodesInADay} codes in 24 h"),
            ("number of a waiting device", $"{entry.Devices.AdmissionTries} wrong numbers in {Text(entry.Devices.AdmissionFor)}"),
            ("way back into a frozen account",
                $"{entry.Recovery.TriesPerLink} wrong tries of a link that lives {Text(entry.Recovery.LinkFor)}; "
                + $"{entry.Recovery.TriesInARow} in a row"),
            ("way back into a frozen account", $"{Text(entry.Recovery.RestFor)} of rest"),
            ("trading passcode", $"{pace.FailuresBeforeWait} failures, then the ladder; {entry.Trading.HardStop} in a row"),
            ("mailed code", $"{registration.Tries} wrong codes in {Text(registration.CodeFor)}"),
            ("first code of an authenticator", $"{factor.EnrolmentTries} wrong codes in {Text(factor.EnrolmentFor)}"),
            ("ledgers", $"{Text(RegistrationPolicy.Ledgers)} ledgers of {registration.MaxPending} registrations and "
                + $"{registration.MaxGuesses} guessed-at"),
            ("passcode hashing",
                $"{services.GetRequiredService<IOptions<PasscodeHashingOptions>>().Value.QueuePerThread} waiting for each"),
        ];
    }

    private static IEnumerable<(string Row, string Value)> Others(IServiceProvider services)
    {
        var entry = services.GetRequiredService<EntryPolicy>();
        return
        [
            ("idle end", Text(entry.Sessions.IdleFor)),
            ("absolute end", Text(entry.Sessions.AbsoluteFor)),
            ("sessions of one account", Text(entry.Sessions.MaxSessions)),
            ("presence", Text(entry.Sessions.ConfirmationFor)),
            ("exactness of the last use", Text(entry.Sessions.TouchEvery)),
            ("an entry under way", Text(entry.EntryFor)),
            ("entries past their passcode", Text(entry.MaxOpenEntries)),
            ("known devices", Text(entry.MaxKnownDevices)),
            ("approvals of one account", $"{Text(entry.Trading.MaxApprovals)}, each {Text(entry.Trading.ApprovalFor)}"),
            ("— mail links", $"links live {Text(entry.Freezing.LinkFor)}"),
            ("networks entered from", Text(entry.Risk.MaxNetworks)),
            ("recovery codes", Text(RecoveryCode.SetSize)),
            ("log entries not yet delivered", Text(ActivityOutbox.MaxUndelivered)),
            ("an operation's details",
                $"{Text(entry.Trading.DetailBytes)} bytes, {entry.Trading.DetailValues} values, {entry.Trading.DetailDepth} deep"),
            ("mails not yet sent", Text(entry.Notices.MaxWaiting)),
            ("mails not yet sent", $"{Text(entry.Notices.MaxWaitingFurther)} for each alert address"),
            ("alert addresses", Text(entry.Alerts.MaxAddresses)),
            ("codes mailed to alert addresses", $"{Text(entry.Alerts.CodesInADay)} in 24 h"),
            ("a safety phrase", $"{SafetyPhrase.MinLength} to {SafetyPhrase.MaxLength} code points"),
            ("accounts on a ledger of what is owed", $"{Text(DutyLedger.MaxAccounts)} on each of {Text(DutyLedger.Ledgers)}"),
            ("passcode, code points", Text(services.GetRequiredService<PasscodePolicy>().MaxLength)),
            ("server | mail server", $"{SmtpMailer.MaxConnections} connections at a time"),
            ("server | mail server", $"{Text(new SmtpOptions().AnswerWithin)} for each answer"),
            ("server | data folder", $"{new EmbeddedStorageOptions().ReadConnections} read connections"),
            ("server | data folder",
                $"{Text(new EmbeddedStorageOptions().QueueCapacity)} writes may wait, for {Text(new EmbeddedStorageOptions().WaitFor)}"),
            ("`passcode`",
                $"{PasscodePolicy.Alone.MinLength} to {PasscodePolicy.Alone.MaxLength} code points, "
                + $"or from {PasscodePolicy.WithSecondFactor.MinLength}"),
            ("`recovery-code`", $"{RecoveryCode.Bytes * 8} bits"),
        ];
    }

    // What a server runs with that was told nothing.
    private static ServiceProvider Defaults() => new ServiceCollection()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder().Build())
        .AddEntry()
        .BuildServiceProvider();

    private static string Text(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Text(TimeSpan span) => span switch
    {
        { TotalMinutes: < 1 } => $"{span.TotalSeconds} s",
        { TotalHours: < 1 } => $"{span.TotalMinutes} min",
        _ => $"{span.TotalHours} h",
    };

    private static string Text(NetworkAllowance allowance) => $"{allowance.Capacity} at once, then one each {Text(allowance.RefillEvery)}";

    private static string KindOf(string proof) => proof switch
    {
        _ when proof.StartsWith("not yet", StringComparison.Ordinal) => "not yet",
        _ when proof.StartsWith("deviation ", StringComparison.Ordinal) => "documented",
        _ when NamedTest().IsMatch(proof) => "proven",
        _ when proof.StartsWith("§ ", StringComparison.Ordinal) => "documented",
        _ => throw new FormatException($"This proves nothing: {proof}"),
    };

    private static IEnumerable<string[]> Rows() => Document.Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Select(Cells);

    private static string[] Cells(string line) => [.. line.Trim('|', ' ').Split(" | ").Select(cell => cell.Trim())];

    private static IEnumerable<string[]> Requirements() => Rows().Where(row => RequirementId().IsMatch(row[0]));

    private static IEnumerable<string> NotApplicable() => Document
        .SkipWhile(line => line != "### Not applicable").TakeWhile(line => !line.StartsWith("### ASVS", StringComparison.Ordinal))
        .Where(line => line.StartsWith("- ", StringComparison.Ordinal))
            .SelectMany(line => line[2..line.IndexOf(':', StringComparison.Ordinal)].Split(", "));

    private static string Row(string key) => Assert.Single(Document, line => line.StartsWith($"| {key} |", StringComparison.Ordinal));

    private static string[] RowUnder(string heading) =>
        Cells(Document.SkipWhile(line => !line.StartsWith($"| {heading} |", StringComparison.Ordinal)).ElementAt(2));

    private static IEnumerable<(string Path, string Text)> Sources() =>
        from file in Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
        where IsSource(file)
        select (Path.GetRelativePath(Path.Combine(Repository.Root, "src"), file).Replace('\\', '/')["OrleansEntry.".Length..],
            File.ReadAllText(file));

    private static bool IsSource(string file) => !GeneratedFolder().IsMatch(file);

    // A test belongs to the class that stands before it in its file.
    private static IEnumerable<string> TestsIn(string file)
    {
        var (name, isTest) = ("", false);
        foreach (var line in File.ReadLines(file))
        {
            if (ClassName().Match(line) is { Success: true } type) name = type.Groups[1].Value;
            isTest |= line.TrimStart().StartsWith("[Fact", StringComparison.Ordinal)
                || line.TrimStart().StartsWith("[Theory", StringComparison.Ordinal);
            if (!isTest || MethodName().Match(line) is not { Success: true } method) continue;

            isTest = false;
            yield return $"{name}.{method.Groups[1].Value}";
        }
    }

    [GeneratedRegex(@"`(\w+(?:Tests|Conformance)\.\w+)`")] private static partial Regex NamedTest();

    [GeneratedRegex(@"^(?:\d+\.\d+\.\d+|[NRWG]-\d\d)$")] private static partial Regex RequirementId();

    [GeneratedRegex(@"^\s*(?:public|internal) [\w ]*?class (\w+)")] private static partial Regex ClassName();

    [GeneratedRegex(@"^\s*public (?:async )?(?:void|Task|ValueTask) (\w+)\(")] private static partial Regex MethodName();

    [GeneratedRegex(@"`(\w+(?:Desk|Endpoints))`")] private static partial Regex DoorName();

    [GeneratedRegex(@"[/\\](?:obj|bin)[/\\]")] private static partial Regex GeneratedFolder();

    [GeneratedRegex(@"\b(?:AesGcm|Argon2id|CreateProtector|ECDsa|FixedTimeEquals|HKDF|HMACSHA\d+|"
        + @"OtpHashMode|RandomNumberGenerator|Rfc2898DeriveBytes|SHA\d+)\b")]
    private static partial Regex Primitive();

    // Chance that can be guessed, hashes and ciphers that are not approved, and what backtracks without end.
    [GeneratedRegex(@"\b(?:new Random|Random\.Shared|Guid\.NewGuid|MD5|SHA1\.|DES|TripleDES|RC2|"
        + @"CipherMode|Aes\.Create|RSA\w*|AesCcm|Regex)\b")]
    private static partial Regex Forbidden();
}
