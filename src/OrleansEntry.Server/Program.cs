using OrleansEntry.Server;
using OrleansEntry.Server.Commands;

switch (CommandLine.Parse(args))
{
    case CommandLine.Serve serve:
        return await Service.Run(serve.Settings);

    case CommandLine.VerifyActivity verify:
        return ActivityCommand.Verify(verify.File, Console.Out, Console.Error);

    case CommandLine.AskHealth ask:
        return await HealthCommand.Ask(ask.Url, Console.Error);

    case CommandLine.NewService service:
        return ServiceCommand.New(service.Name, service.Scopes, Console.Out, Console.Error);

    case CommandLine.RotateService rotate:
        return Service.WithGatewaySettings(rotate.Settings, gateway => ServiceCommand.Rotate(
            gateway, rotate.Name, TimeSpan.FromDays(rotate.Days), TimeProvider.System.GetUtcNow(), Console.Out, Console.Error));

    case CommandLine.RemoveService remove:
        return Service.WithGatewaySettings(
            remove.Settings, gateway => ServiceCommand.Remove(gateway, remove.Name, Console.Out, Console.Error));

    case CommandLine.ListServices list:
        return Service.WithGatewaySettings(
            list.Settings, gateway => ServiceCommand.List(gateway, TimeProvider.System.GetUtcNow(), Console.Out));

    case CommandLine.InviteOperator invite:
        return Service.WithKeys(invite.Settings, (keys, entrance) => OperatorCommand.Invite(
            keys, entrance, invite.Name, invite.Roles, TimeProvider.System.GetUtcNow(), Console.Out, Console.Error));

    case CommandLine.Help:
        Console.WriteLine(CommandLine.Usage);
        return 0;

    case CommandLine.Refused refused:
        Console.Error.WriteLine(refused.Sentence);
        return 2;

    default:
        throw new System.Diagnostics.UnreachableException("A command line is one of the ten.");
}
