using Mesh.Catalog;
using Mesh.Node.Consul.Json;
using Mesh.Node.Formats.Consul;

namespace Mesh.Node.Consul.Agent;

/// <summary>From a check as a client describes it to one of the mesh's named checks. Pure.</summary>
internal static class CheckDefinitionMapping
{
    /// <summary>The checks of a registration: Check, then Checks. One that says nothing is none.</summary>
    public static ValueList<NamedCheck> OfService(FieldReader service, string id, string name)
    {
        FieldReader?[] all = [service.Object("Check"), .. service.Objects("Checks")];
        var given = all.OfType<FieldReader>().Where(c => !c.IsEmpty).ToArray();
        return ValueList.From(given.Select((check, i) => ToCheck(
            check,
            given.Length == 1 ? ConsulCheckIds.Default(id) : ConsulCheckIds.Default(id, i + 1),
            $"Service '{name}' check")));
    }

    /// <summary>A check that is registered for an instance on its own; without an id it is called by its name.</summary>
    public static NamedCheck OfAgent(FieldReader check)
    {
        var name = check.Text("Name");
        if (name.Length == 0)
            check.Fail("Missing check name");
        return ToCheck(check, name, name);
    }

    /// <summary>A check that somebody outside runs: what is said of it is all that is known.</summary>
    public static CatalogCheck OfCatalog(FieldReader check)
    {
        var name = check.Text("Name");
        var id = check.Text("CheckID", "ID");
        if (id.Length == 0 && name.Length == 0)
            check.Refuse("CheckID", "", "or Name is required");
        var output = check.Text("Output");
        var definition = check.Value("Definition") is { } given ? ServiceFieldsMapping.Compact(given) : "";
        if (definition.Length > InstanceLimits.DoorMetadataValueLength)
            check.Refuse("Definition", $"{definition.Length} characters", $"must have at most {InstanceLimits.DoorMetadataValueLength}");
        return new CatalogCheck(
            new NamedCheck
            {
                Id = id.Length > 0 ? id : name,
                Name = name,
                Notes = check.Text("Notes"),
                Status = Status(check),
            },
            check.Text("ServiceID"),
            output.Length > CheckReport.MaxOutput ? output[..CheckReport.MaxOutput] : output,
            definition);
    }

    /// <summary>Passing, warning or critical; Starting when nothing is said.</summary>
    public static InstanceStatus Status(FieldReader check)
    {
        var text = check.Text("Status");
        if (text.Length == 0)
            return InstanceStatus.Starting;
        if (TryStatus(text, out var status))
            return status;
        check.Fail("Status for checks must 'passing', 'warning', 'critical'");
        return InstanceStatus.Starting;
    }

    public static bool TryStatus(string text, out InstanceStatus status)
    {
        InstanceStatus? found = text switch
        {
            "passing" => InstanceStatus.Passing,
            "warning" => InstanceStatus.Warning,
            "critical" => InstanceStatus.Critical,
            _ => null,
        };
        status = found ?? InstanceStatus.Critical;
        return found is not null;
    }

    private static NamedCheck ToCheck(FieldReader check, string defaultId, string defaultName)
    {
        var id = check.Text("CheckID", "ID");
        var name = check.Text("Name");
        return new NamedCheck
        {
            Id = id.Length > 0 ? id : defaultId,
            Name = name.Length > 0 ? name : defaultName,
            Notes = check.Text("Notes"),
            Terms = CheckFormMapping.ToTerms(check),
            Status = Status(check),
        };
    }
}
