using OrleansEntry.Reliability.Tests;
using OrleansEntry.Reliability.Tests.Chaos;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

// Without "chaos" it is what xunit would have generated.
return args is ["chaos", .. var rest] ? await ChaosCommand.Run(rest)
    : args.Any(arg => arg is "--server" or "--internal-msbuild-node")
        ? await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
        : await ConsoleRunner.Run(args);
