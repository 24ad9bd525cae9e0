using System.Globalization;
using Mesh.Trials;
using Mesh.Trials.Bridge;
using Mesh.Trials.Chaos;
using Mesh.Trials.Comparison;
using Mesh.Trials.Consul;
using Mesh.Trials.Dashboard;
using Mesh.Trials.Federation;
using Mesh.Trials.Guarded;
using Mesh.Trials.Reach;
using Mesh.Trials.Restarts;
using Mesh.Trials.Rounds;
using Mesh.Trials.Rows;
using Mesh.Trials.Strangers;
using Mesh.Trials.Transport;

// Trials with real node processes on loopback. Bounded in count; every process that is started is ended.
var trials = args is [not ("all" or "chaos" or "rounds"), var count, ..] ? int.Parse(count, CultureInfo.InvariantCulture) : 0;
switch (args.FirstOrDefault())
{
    case "all":
        return await ComparisonRun.RunAsync(args[1..], AllRows.All);
    case "propagation":
        await Propagation.RunAsync(trials > 0 ? trials : 200);
        return 0;
    case "crash":
        await Crash.RunAsync(trials > 0 ? trials : 20);
        return 0;
    case "freeze":
        await Freeze.RunAsync(trials > 0 ? trials : 3);
        return 0;
    case "rolling":
        return await Rolling.RunAsync(trials > 0 ? trials : 100);
    case "restarts":
        return await RestartTrial.RunAsync(trials > 0 ? trials : 5, args.ElementAtOrDefault(2));
    case "chaos":
        return await ChaosTrial.RunAsync(args[1..]);
    case "strangers":
        return await StrangersTrial.RunAsync(trials > 0 ? trials : 60);
    case "guarded":
        return await GuardedTrial.RunAsync(trials > 0 ? trials : 5);
    case "reach":
        return await ReachTrial.RunAsync(trials > 0 ? trials : 1_000);
    case "rounds":
        return await RoundsTrial.RunAsync(args[1..]);
    case "starts":
        return await StartTrial.RunAsync(trials > 0 ? trials : 50);
    case "join":
        return await Join.RunAsync(trials > 0 ? trials : 100_000);
    case "idle":
        return await Idle.RunAsync(trials > 0 ? trials : 10_000);
    case "freeze-host":
        return await FreezeHost.RunAsync(trials > 0 ? trials : 3);
    case "dns":
        await DnsLoad.RunAsync(trials > 0 ? trials : 3);
        return 0;
    case "kademlia-network":
        await KademliaNetwork.RunAsync(trials > 0 ? trials : 64, "bench/results/kademlia-network.md");
        return 0;
    case "federation":
        return await FederationTrial.RunAsync(trials > 0 ? trials : 100, "bench/results");
    case "consul":
        await ConsulTrial.RunAsync(trials > 0 ? trials : 20_000);
        return 0;
    case "dashboard":
        return await DashboardTrial.RunAsync(
            trials > 0 ? trials : 10_000, int.Parse(args.ElementAtOrDefault(2) ?? "7", CultureInfo.InvariantCulture), int.Parse(args.ElementAtOrDefault(3) ?? "20", CultureInfo.InvariantCulture));
    case "store":
        return await StoreTrial.RunAsync(trials > 0 ? trials : 1_000);
    case "bridge":
        return await BridgeTrial.RunAsync(trials > 0 ? trials : 5_000);
    case "transport":
        return await TransportTrial.RunAsync(trials > 0 ? trials : 7);
    default:
        Console.Error.WriteLine(
            "usage: propagation|crash|freeze|freeze-host|guarded|reach|rolling|dns|store|transport|bridge|starts [TRIALS], restarts [ROUNDS [term|kill]], join|idle [INSTANCES], dashboard [INSTANCES [PAIRS [SECONDS]]], consul [QUERIES], "
            + ComparisonArguments.Usage + ", " + RoundsArguments.Usage + ", chaos [short|long] [--seed N] [--only WORDS] [--out FILE], kademlia-network [GATEWAYS], federation [PEERS]");
        return 2;
}
