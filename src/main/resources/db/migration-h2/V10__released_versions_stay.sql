-- A released version is what VMs run under: it may be retired, nothing else.

create trigger vsi_type_version_stays before update, delete on vsi_type_version
  for each row call 'org.moorage.manager.catalogue.ReleasedVersionStays';
