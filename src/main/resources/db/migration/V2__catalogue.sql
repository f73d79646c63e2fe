-- VSI types, their versions, and the revision that tells agents what is new.

create table vsi_type (
  type_id    integer                  not null,
  name       varchar(64)              not null,
  created_at timestamp with time zone not null,
  version    bigint                   not null,
  constraint vsi_type_pk primary key (type_id),
  constraint vsi_type_name_unique unique (name),
  constraint vsi_type_id_range check (type_id between 0 and 16777215)
);
comment on table vsi_type is 'A kind of connection; type_id is the 24-bit VSI type ID.';

create table vsi_type_version (
  type_id     integer                  not null,
  number      integer                  not null,
  state       varchar(10)              not null,
  profile     varchar(262144)          not null,
  groups      varchar(262144)          not null,
  created_at  timestamp with time zone not null,
  created_by  varchar(80)              not null,
  changed_at  timestamp with time zone,
  changed_by  varchar(80),
  released_at timestamp with time zone,
  released_by varchar(80),
  retired_at  timestamp with time zone,
  revision    bigint                   not null,
  version     bigint                   not null,
  constraint vsi_type_version_pk primary key (type_id, number),
  constraint vsi_type_version_type_fk foreign key (type_id) references vsi_type (type_id),
  constraint vsi_type_version_number_range check (number between 0 and 255),
  constraint vsi_type_version_state_known check (state ~ '^(draft|released|retired)$'),
  constraint vsi_type_version_released check (state = 'draft' or released_at is not null)
);
create index vsi_type_version_revision on vsi_type_version (revision);
comment on table vsi_type_version is
  'An edition of a type: its profile as YAML and the groups it was released with. Immutable once released.';

create table catalogue_revision (
  id       integer not null,
  revision bigint  not null,
  constraint catalogue_revision_pk primary key (id),
  constraint catalogue_revision_single check (id = 1)
);
comment on table catalogue_revision is 'One row: counts every release and retirement.';
insert into catalogue_revision (id, revision) values (1, 0);

create table address_groups (
  id         integer                  not null,
  content    varchar(262144)          not null,
  changed_at timestamp with time zone not null,
  changed_by varchar(80)              not null,
  version    bigint                   not null,
  constraint address_groups_pk primary key (id),
  constraint address_groups_single check (id = 1)
);
comment on table address_groups is 'One row: groups.yaml as it stands now; a release keeps a copy.';
