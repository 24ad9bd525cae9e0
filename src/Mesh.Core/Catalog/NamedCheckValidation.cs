namespace Mesh.Catalog;

/// <summary>Checks named checks against <see cref="InstanceLimits"/>.</summary>
internal static class NamedCheckValidation
{
    public static void Check(List<InvalidField> faults, ValueList<NamedCheck> checks)
    {
        // Those that only orders change are counted apart: maintenance must be possible whatever an instance has.
        var ordered = checks.Count(c => c.Terms.Kind is HealthKind.None);
        InstanceValidation.Range(faults, "checks", checks.Count - ordered, 0, InstanceLimits.Checks);
        InstanceValidation.Range(faults, "checks of nobody", ordered, 0, InstanceLimits.Checks);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var check in checks.Take(2 * InstanceLimits.Checks))
        {
            if (check.Id.Length == 0)
                faults.Add(new("checks.id", "", "is required"));
            else if (!ids.Add(check.Id))
                faults.Add(new("checks.id", ShortText.Of(check.Id), "must be there once only"));
            InstanceValidation.Length(faults, "checks.id", check.Id, InstanceLimits.CheckIdLength);
            InstanceValidation.Length(faults, "checks.name", check.Name, InstanceLimits.CheckNameLength);
            InstanceValidation.Length(faults, "checks.notes", check.Notes, InstanceLimits.CheckNotesLength);
            if (check.Status is not (InstanceStatus.Starting or InstanceStatus.Passing or InstanceStatus.Warning or InstanceStatus.Critical))
                faults.Add(new("checks.status", $"{check.Status}", "must be passing, warning or critical"));
            // A check begins only when the one before has ended, so it may take longer than its interval.
            HealthTermsValidation.Check(faults, check.Terms, InstanceLimits.MaxInterval);
        }
    }
}
